"""The desk's addresses."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from approvals.web import (
    absences,
    bulk,
    calendars,
    composing,
    deciding,
    inbox,
    looking,
    mandating,
    noticing,
    office,
    routing,
    rules,
    session,
)
from approvals.web.by_mail import from_mail

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("filters/", inbox.save_filter, name="filter-save"),
    path("filters/<int:key>/delete/", inbox.delete_filter, name="filter-delete"),
    path("bulk/", bulk.decide, name="bulk"),
    path("bulk/result/", bulk.result, name="bulk-result"),
    path("bulk/recall/", bulk.recall, name="bulk-recall"),
    path("sign-in/", session.SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("language/", session.switch_language, name="set_language"),
    path("mail/<str:token>/", from_mail, name="from-mail"),
    path("profile/", session.profile, name="profile"),
    path("profile/shortcuts/", session.switch_shortcuts, name="shortcuts"),
    path("calendar/", calendars.calendar, name="calendar"),
    path("notices/", noticing.notices, name="notices"),
    path("notices/read/", noticing.read_notices, name="notices-read"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<str:name>/", rules.one_pack, name="rule-pack"),
    path("rules/<str:name>/rehearsal/", rules.rehearsal, name="rule-pack-rehearsal"),
    path("office/", office.office, name="office"),
    path("absence/", absences.absence, name="absence"),
    path("absence/<int:key>/end/", absences.end_absence, name="absence-end"),
    path("routes/", routing.listing, name="routes"),
    path("routes/<int:key>/", routing.one, name="route"),
    path("routes/<int:key>/edit/", routing.edit, name="route-edit"),
    path("routes/new/<slug:site>/", routing.new, name="route-new"),
    path("mandates/", mandating.mandates, name="mandates"),
    path("mandates/<int:key>/end/", mandating.end_mandate, name="mandate-end"),
    path("submissions/new/", composing.new, name="submission-new"),
    path("submissions/import/", composing.start_from_file, name="submission-import"),
    path("submissions/<uuid:key>/", looking.submission, name="submission"),
    path("submissions/<uuid:key>/edit/", composing.edit, name="submission-edit"),
    path("submissions/<uuid:key>/adopt/", composing.adopt, name="submission-adopt"),
    path("submissions/<uuid:key>/changes/", looking.changed, name="submission-changes"),
    path("submissions/<uuid:key>/files/<uuid:attachment>/", looking.file, name="submission-file"),
    # The text calls its pictures `attachments/<name>`; the editor stands at edit/ and adopt/.
    path("submissions/<uuid:key>/edit/attachments/<str:name>", looking.picture, name="picture"),
    path("submissions/<uuid:key>/adopt/attachments/<str:name>", looking.picture),
    path("submissions/<uuid:key>/correct/", deciding.correct, name="submission-correct"),
    path("submissions/<uuid:key>/override/<str:code>/", deciding.set_aside, name="set-aside"),
    path("submissions/<uuid:key>/<str:verb>/", deciding.decide, name="decide"),
]

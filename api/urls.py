"""The addresses of the API."""

from django.urls import include, path, re_path

from api import docs
from api.views import (
    acts,
    attachments,
    bulk,
    catalogue,
    comments,
    disclosures,
    ledger,
    public,
    records,
    signing,
    submissions,
    tokens,
    translating,
)
from api.views.unknown import unknown

ONE = "submissions/<uuid:key>/"
TILE = r"(?P<level>[0-9])/(?P<index>(?:x[0-9]{3}/){0,3}[0-9]{3})"
RECORD = "archive/records/<uuid:key>/"
SIGNING = "signing/requests/<uuid:key>/"

v1 = [
    path("auth/token/", tokens.TokenView.as_view()),
    path("submissions/", submissions.Submissions.as_view()),
    path("submissions/bulk/", bulk.Bulk.as_view()),
    path("submissions/import/", submissions.Import.as_view()),
    path("submissions/receive/", submissions.Receive.as_view()),
    path(ONE, submissions.OneSubmission.as_view()),
    path(f"{ONE}comments/", comments.Comments.as_view()),
    path(f"{ONE}history/", submissions.History.as_view()),
    path(f"{ONE}attachments/", attachments.Attachments.as_view()),
    path(f"{ONE}attachments/<uuid:file>/", attachments.OneAttachment.as_view()),
    path(f"{ONE}translate/", acts.documented("translate", translating.Translate)),
    *(path(f"{ONE}{verb}/", acts.documented(verb, view)) for verb, view in acts.VERBS.items()),
    path("inbox/", submissions.Inbox.as_view()),
    path("public/catalogue/", catalogue.Catalogue.as_view()),
    path("public/disclosures/", disclosures.Disclosures.as_view()),
    path("public/scorecard/", disclosures.ScorecardView.as_view()),
    path("public/items/", public.PublicItems.as_view()),
    path("public/items/<uuid:key>/", public.OnePublicItem.as_view()),
    path(RECORD, records.OneRecord.as_view()),
    path(f"{RECORD}record.pdf", records.RecordPdf.as_view()),
    path(f"{RECORD}package.zip", records.RecordPackage.as_view()),
    path(f"{RECORD}aip.zip", records.RecordAip.as_view()),
    path("signing/requests/", signing.SigningRequests.as_view()),
    path(f"{SIGNING}to-sign", signing.ToSign.as_view()),
    path(f"{SIGNING}record.pdf", signing.PreparedRecord.as_view()),
    path(f"{SIGNING}signature/", signing.Signature.as_view()),
    path("ledger/entries/", ledger.Entries.as_view()),
    path("ledger/checkpoint", ledger.Checkpoint.as_view()),
    path("ledger/proof/<int:entry>", ledger.Proof.as_view()),
    path("ledger/consistency", ledger.Consistency.as_view()),
    path("ledger/witness", ledger.Witness.as_view()),
    re_path(rf"^ledger/tile/{TILE}$", ledger.Tile.as_view()),
    re_path(rf"^ledger/tile/{TILE}\.p/(?P<width>[0-9]{{1,3}})$", ledger.PartialTile.as_view()),
]

urlpatterns = [
    path("v1/", include(v1)),
    path("schema/", docs.Schema.as_view(), name="api-schema"),
    path("docs/", docs.documentation, name="api-docs"),
    re_path(r"^(?P<address>.*)$", unknown),
]

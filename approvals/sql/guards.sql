-- No side door (ADR 0009): what the services promise, the database holds against raw SQL too.
-- A state changes only from its declared source, beside a decision of that very version; approval
-- needs the whole chain on the current content; refusal needs a legal ground.

CREATE FUNCTION approvals_allowed(verb text, from_state text, to_state text)
RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (verb, from_state, to_state) IN (
        ('submit', 'draft', 'submitted'), ('submit', 'returned', 'submitted'),
        ('request_changes', 'submitted', 'returned'), ('request_changes', 'reviewed', 'returned'),
        ('withdraw', 'draft', 'withdrawn'), ('withdraw', 'submitted', 'withdrawn'),
        ('withdraw', 'returned', 'withdrawn'), ('withdraw', 'reviewed', 'withdrawn'),
        ('review', 'submitted', 'reviewed'), ('approve', 'reviewed', 'approved'),
        ('fast_track', 'submitted', 'approved'), ('reject', 'submitted', 'rejected'),
        ('reject', 'reviewed', 'rejected'), ('recall', 'approved', 'returned'),
        ('publish', 'approved', 'published'), ('archive', 'published', 'archived'))
$$;

-- Everybody who wrote this content: editors of the round, the hand behind the current revision,
-- and whoever submitted it (ruling: mail).
CREATE FUNCTION approvals_authors(item approvals_submission)
RETURNS SETOF integer LANGUAGE sql STABLE AS $$
    SELECT created_by_id::integer FROM approvals_revision
        WHERE submission_id = item.id AND created_by_id IS NOT NULL
        AND (round = item.round OR id = item.revision_id)
    UNION SELECT item.submitted_by_id::integer WHERE item.submitted_by_id IS NOT NULL
$$;

CREATE FUNCTION approvals_missing_stages(item approvals_submission, wanted_phase text)
RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT count(*)
    FROM approvals_routeversion route,
        jsonb_array_elements(route.stages) WITH ORDINALITY AS stage(body, place)
    WHERE route.id = item.route_version_id
        AND stage.body ->> 'phase' = wanted_phase
        AND NOT EXISTS (
            SELECT FROM approvals_endorsement word
            JOIN approvals_revision revision ON revision.id = item.revision_id
            WHERE word.submission_id = item.id AND word.round = item.round
                AND word.position = stage.place - 1
                AND word.content_hash = revision.content_hash
                AND word.actor_id NOT IN (SELECT approvals_authors(item))
                AND (word.on_behalf_of_id IS NULL
                     OR word.on_behalf_of_id NOT IN (SELECT approvals_authors(item))))
$$;

CREATE FUNCTION approvals_chain_holds(item approvals_submission)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    verdict record;
BEGIN
    SELECT decision.* INTO verdict FROM approvals_decision decision
        JOIN approvals_revision revision ON revision.id = item.revision_id
        WHERE decision.submission_id = item.id AND decision.round = item.round
            AND decision.verb IN ('approve', 'fast_track')
            AND decision.to_state = 'approved'
            AND decision.content_hash = revision.content_hash;
    IF NOT FOUND OR verdict.actor_id IS NULL
        OR verdict.actor_id IN (SELECT approvals_authors(item)) THEN
        RETURN false;
    END IF;
    IF verdict.verb = 'fast_track' THEN
        RETURN true;
    END IF;
    RETURN approvals_missing_stages(item, 'review') = 0
        AND approvals_missing_stages(item, 'approval') = 0;
END $$;

CREATE FUNCTION approvals_guard_state() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step approvals_decision;
BEGIN
    IF NEW.revision_id IS DISTINCT FROM OLD.revision_id
        AND OLD.state NOT IN ('draft', 'returned') AND NEW.state = OLD.state
        AND NOT (OLD.state = 'submitted' AND OLD.submitted_by_id IS NULL) THEN
        RAISE EXCEPTION 'content of % cannot change in state %', OLD.reference, OLD.state
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.revision_id IS DISTINCT FROM OLD.revision_id AND NOT EXISTS (
        SELECT FROM approvals_revision WHERE id = NEW.revision_id AND submission_id = NEW.id) THEN
        RAISE EXCEPTION 'the revision belongs to another submission'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = OLD.state THEN
        RETURN NEW;
    END IF;
    IF NEW.revision_id IS DISTINCT FROM OLD.revision_id THEN
        RAISE EXCEPTION 'a transition of % cannot change its content', OLD.reference
            USING ERRCODE = 'check_violation';
    END IF;
    SELECT * INTO step FROM approvals_decision
        WHERE submission_id = NEW.id AND version = NEW.version
            AND from_state = OLD.state AND to_state = NEW.state;
    IF NOT FOUND OR NOT approvals_allowed(step.verb, OLD.state, NEW.state) THEN
        RAISE EXCEPTION 'no decision leads % from % to %', NEW.reference, OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'reviewed' AND approvals_missing_stages(NEW, 'review') > 0 THEN
        RAISE EXCEPTION 'the review stages of % are not complete', NEW.reference
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state IN ('approved', 'published', 'archived') AND NOT approvals_chain_holds(NEW) THEN
        RAISE EXCEPTION 'the approval chain of % is not complete for its content', NEW.reference
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'rejected' AND NOT EXISTS (
        SELECT FROM approvals_decisionground WHERE decision_id = step.id) THEN
        RAISE EXCEPTION 'the refusal of % has no legal ground', NEW.reference
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER submission_state_guarded BEFORE UPDATE ON approvals_submission
    FOR EACH ROW EXECUTE FUNCTION approvals_guard_state();

CREATE FUNCTION approvals_guard_birth() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state NOT IN ('draft', 'submitted') OR NEW.revision_id IS NOT NULL
        OR (NEW.state = 'submitted' AND NEW.submitted_by_id IS NOT NULL) THEN
        RAISE EXCEPTION 'a submission begins as a draft, or as received'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER submission_birth_guarded BEFORE INSERT ON approvals_submission
    FOR EACH ROW EXECUTE FUNCTION approvals_guard_birth();

ALTER TABLE approvals_revision ADD CONSTRAINT revision_hash_is_of_its_content
    CHECK (content_hash = encode(sha256(convert_to(content, 'UTF8')), 'hex'));

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['submission', 'decision', 'decisionground', 'endorsement',
                                'override', 'verdict', 'revision'] LOOP
        IF name <> 'submission' THEN
            EXECUTE format('CREATE TRIGGER %1$s_append_only BEFORE UPDATE OR DELETE ON
                approvals_%1$s FOR EACH ROW EXECUTE FUNCTION core_refuse_change()', name);
        ELSE
            EXECUTE 'CREATE TRIGGER submission_never_deleted BEFORE DELETE ON
                approvals_submission FOR EACH ROW EXECUTE FUNCTION core_refuse_change()';
        END IF;
        EXECUTE format('CREATE TRIGGER %1$s_never_truncated BEFORE TRUNCATE ON approvals_%1$s
            FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change()', name);
    END LOOP;
END $$;

CREATE SEQUENCE approvals_reference;

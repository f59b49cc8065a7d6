-- The approval chain with several people at a stage, named people, substitutes and the exception of
-- a small commune (ADR 0014). Replaces the functions of the same names in guards.sql.

CREATE OR REPLACE FUNCTION approvals_missing_stages(item approvals_submission, wanted_phase text)
RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT count(*)
    FROM approvals_routeversion route,
        jsonb_array_elements(route.stages) WITH ORDINALITY AS stage(body, place),
        LATERAL (
            SELECT count(DISTINCT word.actor_id) AS given,
                (array_agg(word.needed ORDER BY word.id DESC))[1] AS needed
            FROM approvals_endorsement word
            JOIN approvals_revision revision ON revision.id = item.revision_id
            WHERE word.submission_id = item.id AND word.round = item.round
                AND word.position = stage.place - 1
                AND word.content_hash = revision.content_hash
                AND word.actor_id NOT IN (SELECT approvals_authors(item))
                AND (word.on_behalf_of_id IS NULL
                     OR word.on_behalf_of_id NOT IN (SELECT approvals_authors(item)))
        ) AS words
    WHERE route.id = item.route_version_id
        AND stage.body ->> 'phase' = wanted_phase
        AND words.given < CASE coalesce(stage.body ->> 'needs', '1')
            WHEN 'all' THEN greatest(coalesce(words.needed, 1), 1)
            ELSE coalesce(stage.body ->> 'needs', '1')::integer END
$$;

-- People whose words stand at two stages of which the later one does not let one person hold both.
CREATE FUNCTION approvals_people_at_two_stages(item approvals_submission)
RETURNS bigint LANGUAGE sql STABLE AS $$
    WITH spoken AS (
        SELECT word.position, person.id AS person
        FROM approvals_endorsement word
        JOIN approvals_revision revision ON revision.id = item.revision_id,
        LATERAL (VALUES (word.actor_id), (word.on_behalf_of_id)) AS person(id)
        WHERE word.submission_id = item.id AND word.round = item.round
            AND word.content_hash = revision.content_hash AND person.id IS NOT NULL
    )
    SELECT count(*) FROM spoken earlier
    JOIN spoken later ON later.person = earlier.person AND later.position > earlier.position
    JOIN approvals_routeversion route ON route.id = item.route_version_id
    WHERE NOT coalesce((route.stages -> later.position::integer ->> 'merges')::boolean, false)
$$;

CREATE OR REPLACE FUNCTION approvals_chain_holds(item approvals_submission)
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
        OR verdict.actor_id IN (SELECT approvals_authors(item))
        OR verdict.on_behalf_of_id IN (SELECT approvals_authors(item)) THEN
        RETURN false;
    END IF;
    -- Signed with a mandate of that person, for the unit of the site, valid at that moment: what
    -- was signed before a mandate ended stays signed.
    IF NOT EXISTS (
        SELECT FROM approvals_mandate mandate
        JOIN core_site site ON site.id = item.site_id AND site.unit_id = mandate.unit_id
        WHERE mandate.id = verdict.mandate_id AND mandate.holder_id = verdict.actor_id
            AND mandate.valid_from <= (verdict.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
            AND (mandate.valid_to IS NULL
                 OR mandate.valid_to >= (verdict.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
            AND (mandate.ended_at IS NULL OR mandate.ended_at > verdict.at)) THEN
        RETURN false;
    END IF;
    IF verdict.verb = 'fast_track' THEN
        RETURN true;
    END IF;
    RETURN approvals_missing_stages(item, 'review') = 0
        AND approvals_missing_stages(item, 'approval') = 0
        AND approvals_people_at_two_stages(item) = 0;
END $$;

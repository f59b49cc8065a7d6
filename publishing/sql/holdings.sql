-- Kept counts of what is online, per site, unit, category and language: the radar of duties never
-- counts items. A trigger keeps them, so that no way of publishing or taking down is forgotten.

CREATE FUNCTION publishing_was_late(item uuid, first_at timestamptz)
RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT count(*)::integer FROM approvals_postingterm
    WHERE submission_id = item AND due_at < first_at
$$;

CREATE FUNCTION publishing_keep_holding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.online AND OLD.unit_id IS NOT NULL
       AND (TG_OP = 'DELETE' OR NOT NEW.online OR NEW.published_at <> OLD.published_at
            OR NEW.category <> OLD.category OR NEW.unit_id IS DISTINCT FROM OLD.unit_id) THEN
        UPDATE publishing_holding SET
            online = online - 1,
            late = greatest(late - publishing_was_late(OLD.submission_id, OLD.first_published_at), 0),
            newest_at = (
                SELECT max(published_at) FROM publishing_publication
                WHERE site_id = OLD.site_id AND unit_id = OLD.unit_id AND category = OLD.category
                    AND language = OLD.language AND online AND id <> OLD.id),
            changed_at = clock_timestamp()
        WHERE site_id = OLD.site_id AND unit_id = OLD.unit_id AND category = OLD.category
            AND language = OLD.language;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.online AND NEW.unit_id IS NOT NULL
       AND (TG_OP = 'INSERT' OR NOT OLD.online OR NEW.published_at <> OLD.published_at
            OR NEW.category <> OLD.category OR NEW.unit_id IS DISTINCT FROM OLD.unit_id) THEN
        INSERT INTO publishing_holding AS held
            (site_id, unit_id, category, language, online, late, newest_at, changed_at)
        VALUES (NEW.site_id, NEW.unit_id, NEW.category, NEW.language, 1,
            publishing_was_late(NEW.submission_id, NEW.first_published_at), NEW.published_at,
            clock_timestamp())
        ON CONFLICT (site_id, unit_id, category, language) DO UPDATE SET
            online = held.online + 1,
            late = held.late + excluded.late,
            newest_at = greatest(held.newest_at, excluded.newest_at),
            changed_at = excluded.changed_at;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER publishing_holding_kept
    AFTER INSERT OR DELETE OR UPDATE OF online, published_at, category, unit_id
    ON publishing_publication FOR EACH ROW EXECUTE FUNCTION publishing_keep_holding();

INSERT INTO publishing_holding
    (site_id, unit_id, category, language, online, late, newest_at, changed_at)
SELECT site_id, unit_id, category, language, count(*),
    sum(publishing_was_late(submission_id, first_published_at)), max(published_at), now()
FROM publishing_publication WHERE online AND unit_id IS NOT NULL
GROUP BY site_id, unit_id, category, language;

-- The ledger is append-only for everybody, the owner of the schema included.
CREATE SEQUENCE core_ledger_number;

CREATE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: the record is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON core_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER ledger_entry_never_truncated BEFORE TRUNCATE ON core_ledgerentry
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER ledger_leaf_append_only BEFORE UPDATE OR DELETE ON core_ledgerleaf
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER ledger_leaf_never_truncated BEFORE TRUNCATE ON core_ledgerleaf
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER ledger_node_append_only BEFORE UPDATE OR DELETE ON core_ledgernode
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER ledger_node_never_truncated BEFORE TRUNCATE ON core_ledgernode
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER ledger_checkpoint_append_only BEFORE UPDATE OR DELETE ON core_ledgercheckpoint
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER ledger_checkpoint_never_truncated BEFORE TRUNCATE ON core_ledgercheckpoint
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();

ALTER TABLE core_ledgerentry ADD CONSTRAINT ledger_entry_hash_is_of_its_body
    CHECK (entry_hash = encode(sha256(convert_to(body, 'UTF8')), 'hex'));

-- Vietnamese search: one configuration without tones, beside `simple` for exact tones (ADR 0006).
CREATE TEXT SEARCH CONFIGURATION vietnamese (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION vietnamese
    ALTER MAPPING FOR word, hword, hword_part WITH unaccent, simple;

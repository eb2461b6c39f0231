create schema projection;

-- How far a projection has read, per range of slices. The ranges of a projection always cover 0 to 1023 without overlap.
create table projection.offsets (
    projection     text     not null,
    slice_from     smallint not null,
    slice_to       smallint not null,
    transaction_id xid8     not null,
    ordering       bigint   not null,
    primary key (projection, slice_from),
    check (slice_from >= 0 and slice_from <= slice_to and slice_to <= 1023)
);

-- What each projection's views were built from: another fingerprint means they have to be built anew.
create table projection.views (
    projection  text        primary key,
    fingerprint text        not null,
    built_at    timestamptz not null default now()
);

grant usage on schema projection to perennial_projection;
grant select, insert, update, delete on projection.offsets to perennial_projection;
grant select on projection.views to perennial_projection;

-- A logical dump carries transaction ids into a server that may not have reached them, and readers would wait for ever for
-- what is there already. This gives every stored event the oldest possible transaction id, keeps the order of the journal
-- in "ordering", and moves each offset to the place it had. Run it with the program stopped. Answers the number of events.
create function journal.repair_after_restore() returns bigint
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    oldest constant xid8 := '3';
    events bigint;
begin
    lock table journal.event_journal, projection.offsets in access exclusive mode;

    create temporary table places on commit drop as
        select persistence_id, sequence_number, transaction_id, ordering,
               row_number() over (order by transaction_id, ordering) as place
        from journal.event_journal;
    create index on places (transaction_id, ordering);
    analyze places;

    update projection.offsets o
    set transaction_id = oldest,
        ordering = coalesce((select p.place from places p
                             where (p.transaction_id, p.ordering) <= (o.transaction_id, o.ordering)
                             order by p.transaction_id desc, p.ordering desc
                             limit 1), 0);

    update journal.event_journal e
    set transaction_id = oldest, ordering = p.place
    from places p
    where p.persistence_id = e.persistence_id and p.sequence_number = e.sequence_number;
    get diagnostics events = row_count;

    perform setval('journal.event_journal_ordering_seq', events + 1, false);
    return events;
end
$$;
revoke execute on function journal.repair_after_restore() from public;

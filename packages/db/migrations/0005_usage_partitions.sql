-- Partitions are made by hand: the generator knows none. Months come from their start, in UTC, to before the next one's.
CREATE TABLE "usage_records" (
	"key" text NOT NULL,
	"member_id" uuid NOT NULL,
	"meter" text NOT NULL,
	"quantity" bigint NOT NULL,
	"happened_at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "usage_records_quantity" CHECK ("usage_records"."quantity" > 0)
) PARTITION BY RANGE ("happened_at");
--> statement-breakpoint
CREATE INDEX "usage_records_member" ON "usage_records" USING btree ("member_id","happened_at");
--> statement-breakpoint
-- What may still be told late, and a year ahead; a job goes on from here (packages/domain/src/usage/make-partitions.ts).
DO $$
DECLARE
	month timestamp := date_trunc('month', now() AT TIME ZONE 'UTC') - interval '2 months';
	last timestamp := date_trunc('month', now() AT TIME ZONE 'UTC') + interval '12 months';
BEGIN
	WHILE month <= last LOOP
		EXECUTE format(
			'CREATE TABLE %I PARTITION OF usage_records FOR VALUES FROM (%L) TO (%L)',
			'usage_records_' || to_char(month, 'YYYY_MM'), month::text || '+00', (month + interval '1 month')::text || '+00'
		);
		month := month + interval '1 month';
	END LOOP;
END $$;
--> statement-breakpoint
-- A queue lives by what it deletes: its dead rows are cleared early, whatever its size was.
ALTER TABLE "usage_pending" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);
--> statement-breakpoint
-- Rows that change in place, without a word to the index, need room beside them.
ALTER TABLE "usage_totals" SET (fillfactor = 80);
--> statement-breakpoint
ALTER TABLE "quota_counters" SET (fillfactor = 50);

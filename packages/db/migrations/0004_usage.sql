CREATE TABLE "quota_alerts" (
	"period_start" timestamp with time zone NOT NULL,
	"member_id" uuid NOT NULL,
	"quota" text NOT NULL,
	"percent" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "quota_alerts_period_start_member_id_quota_percent_pk" PRIMARY KEY("period_start","member_id","quota","percent")
);
--> statement-breakpoint
CREATE TABLE "quota_checks" (
	"member_id" uuid PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quota_counters" (
	"period_start" timestamp with time zone NOT NULL,
	"member_id" uuid NOT NULL,
	"quota" text NOT NULL,
	"used" bigint DEFAULT 0 NOT NULL,
	"reserved" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "quota_counters_period_start_member_id_quota_pk" PRIMARY KEY("period_start","member_id","quota"),
	CONSTRAINT "quota_counters_not_negative" CHECK ("quota_counters"."used" >= 0 and "quota_counters"."reserved" >= 0)
);
--> statement-breakpoint
CREATE TABLE "reservations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"member_id" uuid NOT NULL,
	"quota" text NOT NULL,
	"meter" text NOT NULL,
	"period_start" timestamp with time zone NOT NULL,
	"quantity" bigint NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "reservations_quantity" CHECK ("reservations"."quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE "usage_keys" (
	"key" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_pending" (
	"member_id" uuid NOT NULL,
	"meter" text NOT NULL,
	"quantity" bigint NOT NULL,
	"happened_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_progress" (
	"name" text PRIMARY KEY NOT NULL,
	"done_until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_totals" (
	"grain" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"member_id" uuid NOT NULL,
	"meter" text NOT NULL,
	"quantity" numeric NOT NULL,
	CONSTRAINT "usage_totals_grain_starts_at_member_id_meter_pk" PRIMARY KEY("grain","starts_at","member_id","meter")
);
--> statement-breakpoint
CREATE INDEX "reservations_held" ON "reservations" USING btree ("expires_at") WHERE "reservations"."state" = 'held';

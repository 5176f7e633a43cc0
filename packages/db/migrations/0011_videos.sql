CREATE TABLE "generations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"member_id" uuid NOT NULL,
	"request_key" uuid NOT NULL,
	"provider" text NOT NULL,
	"prompt" text NOT NULL,
	"duration_seconds" integer NOT NULL,
	"aspect" text NOT NULL,
	"seed_asset_id" uuid,
	"state" text NOT NULL,
	"failure" text,
	"job_id" text,
	"reservation_id" uuid NOT NULL,
	"asks" integer DEFAULT 0 NOT NULL,
	"next_ask_at" timestamp with time zone,
	"deadline_at" timestamp with time zone NOT NULL,
	"told_by" text,
	"message_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"requested_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "generations_once" UNIQUE("member_id","request_key")
);
--> statement-breakpoint
CREATE TABLE "videos" (
	"id" uuid PRIMARY KEY NOT NULL,
	"generation_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"title" text NOT NULL,
	"storage" text NOT NULL,
	"source" jsonb,
	"asset_id" uuid,
	"poster_asset_id" uuid,
	"progress" jsonb,
	"archived_bytes" bigint DEFAULT 0 NOT NULL,
	"source_size_bytes" bigint,
	"tries" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp with time zone,
	"give_up_at" timestamp with time zone,
	"last_failure" text,
	"stored_at" timestamp with time zone,
	"keep_until" timestamp with time zone,
	"warned_days" integer,
	"binned_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "videos_output" UNIQUE("generation_id","ordinal")
);
--> statement-breakpoint
ALTER TABLE "generations" ADD CONSTRAINT "generations_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "generations" ADD CONSTRAINT "generations_seed_asset_id_assets_id_fk" FOREIGN KEY ("seed_asset_id") REFERENCES "public"."assets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "videos" ADD CONSTRAINT "videos_generation_id_generations_id_fk" FOREIGN KEY ("generation_id") REFERENCES "public"."generations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "videos" ADD CONSTRAINT "videos_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "videos" ADD CONSTRAINT "videos_asset_id_assets_id_fk" FOREIGN KEY ("asset_id") REFERENCES "public"."assets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "videos" ADD CONSTRAINT "videos_poster_asset_id_assets_id_fk" FOREIGN KEY ("poster_asset_id") REFERENCES "public"."assets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "generations_job" ON "generations" USING btree ("provider","job_id");--> statement-breakpoint
CREATE INDEX "generations_asked" ON "generations" USING btree ("next_ask_at") WHERE "generations"."next_ask_at" is not null;--> statement-breakpoint
CREATE INDEX "generations_provider" ON "generations" USING btree ("provider","created_at");--> statement-breakpoint
CREATE INDEX "videos_member" ON "videos" USING btree ("member_id","created_at","id");--> statement-breakpoint
CREATE INDEX "videos_kept" ON "videos" USING btree ("keep_until") WHERE "videos"."keep_until" is not null;--> statement-breakpoint
CREATE INDEX "videos_binned" ON "videos" USING btree ("binned_at") WHERE "videos"."binned_at" is not null;--> statement-breakpoint
CREATE INDEX "videos_to_archive" ON "videos" USING btree ("next_try_at") WHERE "videos"."storage" in ('pending', 'processing');
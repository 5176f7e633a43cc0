CREATE TABLE "member_exports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"member_id" uuid NOT NULL,
	"state" text NOT NULL,
	"size_bytes" bigint,
	"created_at" timestamp with time zone NOT NULL,
	"ready_at" timestamp with time zone,
	"expires_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "assets" ALTER COLUMN "campaign_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "avatar_asset_id" uuid;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "erase_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "member_exports" ADD CONSTRAINT "member_exports_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "member_exports_one_asked" ON "member_exports" USING btree ("member_id") WHERE "member_exports"."state" = 'asked';--> statement-breakpoint
CREATE INDEX "member_exports_member" ON "member_exports" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "assets_member" ON "assets" USING btree ("member_id");
ALTER TABLE "subscriptions" ADD COLUMN "checkout_plan" text;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "checkout_interval" text;
-- Whatever changes what everybody may see announces it in the same transaction, to every process that keeps some of it in
-- memory (packages/domain/src/cache.ts). In the database, so that no verb can forget it.
CREATE FUNCTION announce_cache_tag() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('backlot_cache', TG_ARGV[0]);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER campaigns_published_changed AFTER UPDATE ON campaigns FOR EACH ROW
  WHEN (OLD.status = 'published' OR NEW.status = 'published')
  EXECUTE FUNCTION announce_cache_tag('published');
--> statement-breakpoint
CREATE TRIGGER campaigns_published_deleted AFTER DELETE ON campaigns FOR EACH ROW
  WHEN (OLD.status = 'published')
  EXECUTE FUNCTION announce_cache_tag('published');
--> statement-breakpoint
CREATE TRIGGER assets_published_changed AFTER UPDATE ON assets FOR EACH ROW
  WHEN (OLD.state = 'published' OR NEW.state = 'published')
  EXECUTE FUNCTION announce_cache_tag('published');
--> statement-breakpoint
CREATE TRIGGER members_shown_changed AFTER UPDATE ON members FOR EACH ROW
  WHEN (OLD.erase_at IS DISTINCT FROM NEW.erase_at)
  EXECUTE FUNCTION announce_cache_tag('published');

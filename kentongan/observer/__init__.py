"""The observers' site, /pemantau/: what is published, what changed, watches, webhooks, keys. It acts on no case."""

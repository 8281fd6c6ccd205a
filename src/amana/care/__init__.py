"""Who can help: the directory of services, and how soon each kind of care does most."""

"""Where: the sites at which a punch counts."""

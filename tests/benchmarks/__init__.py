"""What the product costs and how long people wait, measured on request and never by plain pytest."""

"""Ways in and out: Telegram, the browser chat, the desk, documents, the command line, settings."""

"""The pure heart: dialogs as data, the engine, the plan, its checks, the sharing rule, the review."""

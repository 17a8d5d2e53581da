"""What pages and programs have in common: who asks, how often, from which origin."""

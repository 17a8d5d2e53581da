"""An invented family with pictures made by code, so that anyone can look at a lively site in a minute."""

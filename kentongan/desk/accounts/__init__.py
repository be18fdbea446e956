"""The administrator's pages: who has an account, and the slips that open them."""

"""The record in the forms that other people's scripts read: one module a form."""

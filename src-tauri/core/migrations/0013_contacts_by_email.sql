-- A mail's sender is looked up by address, whatever its case.
CREATE INDEX contacts_by_email ON contacts (lower(email));

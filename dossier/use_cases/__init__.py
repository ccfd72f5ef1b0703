"""What people and machines do with dossiers, one verb a module. Pure of Qt and SQL: everything through ports."""

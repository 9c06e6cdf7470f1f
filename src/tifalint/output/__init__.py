"""Reports as people and programs read them. Each format is one module with a function from reports to text."""

"""One parser per resource: a part of an AWS reply becomes a value of the model."""

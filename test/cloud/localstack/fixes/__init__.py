"""One module for each thing that LocalStack 4.14.0 needs to run in host mode, or does differently from AWS."""

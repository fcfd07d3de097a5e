-- The measurements of one model, on whatever target: the page of an uploaded model and the cell editor look for them.
CREATE INDEX measurements_by_model ON measurements (model_sha256, id);

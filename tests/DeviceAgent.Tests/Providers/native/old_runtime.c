// What calls itself ONNX Runtime and is too old: it has no C API of the version that is asked for.
#include <stddef.h>
#include "onnxruntime_c_api.h"

static const OrtApi *ORT_API_CALL get_api(uint32_t version) { return (void)version, NULL; }
static const char *ORT_API_CALL get_version(void) { return "1.10.0"; }
static const OrtApiBase base = {get_api, get_version};

__attribute__((visibility("default"))) const OrtApiBase *OrtGetApiBase(void) { return &base; }

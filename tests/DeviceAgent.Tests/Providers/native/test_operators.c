// A library of one custom operator for tests: acme.math.AddOne, a float tensor whose elements are one larger.
// The environment variable LATBENCH_TEST_OPERATORS makes it misbehave: "none" registers nothing, "refuse" answers an error, "crash" ends the process.
#include <stdlib.h>
#include <string.h>
#include "onnxruntime_c_api.h"

#define EXPORT __attribute__((visibility("default")))
#define MOST_DIMENSIONS 8

#define CHECK(call)                         \
  do {                                      \
    OrtStatus *checked = (call);            \
    if (checked != NULL) return checked;    \
  } while (0)

static const OrtApi *ort;

static OrtStatus *compute(OrtKernelContext *context) {
  const OrtValue *input;
  OrtValue *output;
  OrtTensorTypeAndShapeInfo *info;
  int64_t dimensions[MOST_DIMENSIONS];
  size_t count, elements;
  void *from, *to;
  CHECK(ort->KernelContext_GetInput(context, 0, &input));
  CHECK(ort->GetTensorTypeAndShape(input, &info));
  OrtStatus *status = ort->GetDimensionsCount(info, &count);
  if (status == NULL && count <= MOST_DIMENSIONS) status = ort->GetDimensions(info, dimensions, count);
  if (status == NULL) status = ort->GetTensorShapeElementCount(info, &elements);
  ort->ReleaseTensorTypeAndShapeInfo(info);
  if (status != NULL) return status;
  CHECK(ort->KernelContext_GetOutput(context, 0, dimensions, count, &output));
  CHECK(ort->GetTensorMutableData((OrtValue *)input, &from));
  CHECK(ort->GetTensorMutableData(output, &to));
  for (size_t i = 0; i < elements; i++) ((float *)to)[i] = ((const float *)from)[i] + 1;
  return NULL;
}

static OrtStatus *ORT_API_CALL create_kernel(const OrtCustomOp *self, const OrtApi *api, const OrtKernelInfo *info, void **kernel) {
  (void)self, (void)api, (void)info;
  *kernel = malloc(1);
  return NULL;
}

static OrtStatus *ORT_API_CALL compute_kernel(void *kernel, OrtKernelContext *context) { return (void)kernel, compute(context); }
static void ORT_API_CALL destroy_kernel(void *kernel) { free(kernel); }
static const char *ORT_API_CALL name(const OrtCustomOp *self) { return (void)self, "AddOne"; }
static const char *ORT_API_CALL provider(const OrtCustomOp *self) { return (void)self, NULL; }
static size_t ORT_API_CALL one(const OrtCustomOp *self) { return (void)self, 1; }
static ONNXTensorElementDataType ORT_API_CALL type(const OrtCustomOp *self, size_t index) { return (void)self, (void)index, ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT; }
static OrtCustomOpInputOutputCharacteristic ORT_API_CALL required(const OrtCustomOp *self, size_t index) { return (void)self, (void)index, INPUT_OUTPUT_REQUIRED; }
static OrtMemType ORT_API_CALL memory(const OrtCustomOp *self, size_t index) { return (void)self, (void)index, OrtMemTypeDefault; }

static const OrtCustomOp add_one = {
  .version = ORT_API_VERSION, .CreateKernelV2 = create_kernel, .KernelComputeV2 = compute_kernel, .KernelDestroy = destroy_kernel,
  .GetName = name, .GetExecutionProviderType = provider,
  .GetInputType = type, .GetInputTypeCount = one, .GetOutputType = type, .GetOutputTypeCount = one,
  .GetInputCharacteristic = required, .GetOutputCharacteristic = required, .GetInputMemoryType = memory,
};

EXPORT OrtStatus *ORT_API_CALL RegisterCustomOps(OrtSessionOptions *options, const OrtApiBase *base) {
  static OrtCustomOpDomain *domain;
  const char *mode = getenv("LATBENCH_TEST_OPERATORS");
  if (mode == NULL) mode = "";
  if (strcmp(mode, "crash") == 0) abort();
  if (strcmp(mode, "none") == 0) return NULL;
  ort = base->GetApi(ORT_API_VERSION);
  if (strcmp(mode, "refuse") == 0) return ort->CreateStatus(ORT_FAIL, "the licence has expired");
  if (domain == NULL) {
    CHECK(ort->CreateCustomOpDomain("acme.math", &domain));
    CHECK(ort->CustomOpDomain_Add(domain, &add_one));
  }
  return ort->AddCustomOpDomain(options, domain);
}

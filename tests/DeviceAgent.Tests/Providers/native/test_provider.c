// An execution provider for tests, with a memory of its own: a "GPU" that is ordinary memory to which tensors have to be copied.
// It takes the operators Conv and Identity, fuses each run of them into one node, and computes a copy: right for
// Identity and for a 1×1 convolution by one.
//
// The name under which it is registered makes it misbehave: "no-device…" supports no device, "no-driver…" fails to load, "crash…" ends the process.
// The option "take" = "nothing" makes it take no operator, "memory" = "host" has it use the host's memory, as a provider for the CPU does.
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "onnxruntime_c_api.h"

#define EXPORT __attribute__((visibility("default")))
#define VENDOR 0x7E57u
#define MOST_NODES 64

#define CHECK(call)                         \
  do {                                      \
    OrtStatus *checked = (call);            \
    if (checked != NULL) return checked;    \
  } while (0)

static const OrtApi *ort;
static const OrtEpApi *eps;
static OrtMemoryInfo *device_memory;
static _Atomic long to_device, to_host, computed;

// What a test reads beside the outcome.
EXPORT long copies_to_device(void) { return to_device; }
EXPORT long copies_to_host(void) { return to_host; }
EXPORT long computations(void) { return computed; }

typedef struct {
  OrtEp base;
  int takes_nothing;
} Provider;

typedef struct {
  OrtEpFactory base;
  char registered[64];
} Factory;

// The memory.

static void *ORT_API_CALL allocate(OrtAllocator *self, size_t size) { return (void)self, malloc(size); }
static void ORT_API_CALL release(OrtAllocator *self, void *memory) { (void)self, free(memory); }
static const OrtMemoryInfo *ORT_API_CALL allocator_info(const OrtAllocator *self) { return (void)self, device_memory; }
static OrtAllocator allocator = {.version = ORT_API_VERSION, .Alloc = allocate, .Free = release, .Info = allocator_info};

static OrtStatus *ORT_API_CALL create_allocator(OrtEpFactory *self, const OrtMemoryInfo *memory, const OrtKeyValuePairs *options, OrtAllocator **created) {
  (void)self, (void)memory, (void)options;
  *created = &allocator;
  return NULL;
}

static void ORT_API_CALL release_allocator(OrtEpFactory *self, OrtAllocator *released) { (void)self, (void)released; }

static int is_own(const OrtMemoryDevice *device) { return eps->MemoryDevice_GetDeviceType(device) == OrtMemoryInfoDeviceType_GPU; }

static bool ORT_API_CALL can_copy(const OrtDataTransferImpl *self, const OrtMemoryDevice *from, const OrtMemoryDevice *to) {
  return (void)self, is_own(from) || is_own(to);
}

static OrtStatus *ORT_API_CALL copy(OrtDataTransferImpl *self, const OrtValue **from, OrtValue **to, OrtSyncStream **streams, size_t count) {
  (void)self, (void)streams;
  for (size_t index = 0; index < count; index++) {
    size_t bytes;
    const void *source;
    void *target;
    CHECK(ort->GetTensorSizeInBytes(from[index], &bytes));
    CHECK(ort->GetTensorData(from[index], &source));
    CHECK(ort->GetTensorMutableData(to[index], &target));
    memcpy(target, source, bytes);
    if (!is_own(eps->Value_GetMemoryDevice(from[index]))) to_device++;
    if (!is_own(eps->Value_GetMemoryDevice(to[index]))) to_host++;
  }
  return NULL;
}

static void ORT_API_CALL release_transfer(OrtDataTransferImpl *self) { (void)self; }
static OrtDataTransferImpl transfer = {.ort_version_supported = ORT_API_VERSION, .Release = release_transfer, .CanCopy = can_copy, .CopyTensors = copy};

static OrtStatus *ORT_API_CALL create_transfer(OrtEpFactory *self, OrtDataTransferImpl **created) {
  (void)self;
  *created = &transfer;
  return NULL;
}

// The computation.

static OrtStatus *ORT_API_CALL create_state(OrtNodeComputeInfo *self, OrtNodeComputeContext *context, void **state) {
  (void)self, (void)context;
  *state = NULL;
  return NULL;
}

static OrtStatus *ORT_API_CALL compute(OrtNodeComputeInfo *self, void *state, OrtKernelContext *context) {
  (void)self, (void)state;
  const OrtValue *input;
  OrtValue *output;
  OrtTensorTypeAndShapeInfo *shape;
  int64_t dimensions[8];
  size_t rank, bytes;
  const void *source;
  void *target;
  CHECK(ort->KernelContext_GetInput(context, 0, &input));
  CHECK(ort->GetTensorTypeAndShape(input, &shape));
  OrtStatus *status = ort->GetDimensionsCount(shape, &rank);
  if (status == NULL) status = ort->GetDimensions(shape, dimensions, rank);
  ort->ReleaseTensorTypeAndShapeInfo(shape);
  CHECK(status);
  CHECK(ort->KernelContext_GetOutput(context, 0, dimensions, rank, &output));
  CHECK(ort->GetTensorSizeInBytes(input, &bytes));
  CHECK(ort->GetTensorData(input, &source));
  CHECK(ort->GetTensorMutableData(output, &target));
  memcpy(target, source, bytes);
  computed++;
  return NULL;
}

static void ORT_API_CALL release_state(OrtNodeComputeInfo *self, void *state) { (void)self, (void)state; }

// The provider.

static const char *ORT_API_CALL provider_name(const OrtEp *self) { return (void)self, "LatBenchTest"; }

static OrtStatus *ORT_API_CALL capability(OrtEp *self, const OrtGraph *graph, OrtEpGraphSupportInfo *support) {
  const OrtNode *nodes[MOST_NODES], *run[MOST_NODES];
  size_t count, length = 0;
  CHECK(ort->Graph_GetNumNodes(graph, &count));
  if (count > MOST_NODES) return ort->CreateStatus(ORT_INVALID_ARGUMENT, "more nodes than this provider has room for");
  CHECK(ort->Graph_GetNodes(graph, nodes, count));
  OrtNodeFusionOptions fusion = {.ort_version_supported = ORT_API_VERSION, .drop_constant_initializers = true};
  for (size_t index = 0; index <= count; index++) {
    const char *type = "";
    if (index < count) CHECK(ort->Node_GetOperatorType(nodes[index], &type));
    if (!((Provider *)self)->takes_nothing && (strcmp(type, "Conv") == 0 || strcmp(type, "Identity") == 0)) {
      run[length++] = nodes[index];
    } else if (length > 0) {
      CHECK(eps->EpGraphSupportInfo_AddNodesToFuse(support, run, length, &fusion));
      length = 0;
    }
  }
  return NULL;
}

static OrtStatus *ORT_API_CALL compile(OrtEp *self, const OrtGraph **graphs, const OrtNode **fused, size_t count, OrtNodeComputeInfo **infos, OrtNode **contexts) {
  (void)self, (void)graphs, (void)fused, (void)contexts;
  for (size_t index = 0; index < count; index++) {
    OrtNodeComputeInfo *info = calloc(1, sizeof *info);
    info->ort_version_supported = ORT_API_VERSION;
    info->CreateState = create_state;
    info->Compute = compute;
    info->ReleaseState = release_state;
    infos[index] = info;
  }
  return NULL;
}

static void ORT_API_CALL release_infos(OrtEp *self, OrtNodeComputeInfo **infos, size_t count) {
  (void)self;
  for (size_t index = 0; index < count; index++) free(infos[index]);
}

// The factory.

static const char *ORT_API_CALL factory_name(const OrtEpFactory *self) { return (void)self, "LatBenchTest"; }
static const char *ORT_API_CALL factory_vendor(const OrtEpFactory *self) { return (void)self, "LatBench"; }
static const char *ORT_API_CALL factory_version(const OrtEpFactory *self) { return (void)self, "1.2.3"; }
static uint32_t ORT_API_CALL factory_vendor_id(const OrtEpFactory *self) { return (void)self, VENDOR; }

static OrtStatus *ORT_API_CALL supported_devices(
    OrtEpFactory *self, const OrtHardwareDevice *const *devices, size_t count, OrtEpDevice **supported, size_t most, size_t *found) {
  *found = 0;
  if (strncmp(((Factory *)self)->registered, "no-device", 9) == 0) return NULL;
  for (size_t index = 0; index < count && *found < most; index++) {
    if (ort->HardwareDevice_Type(devices[index]) != OrtHardwareDeviceType_CPU) continue;
    OrtKeyValuePairs *options;
    ort->CreateKeyValuePairs(&options);
    ort->AddKeyValuePair(options, "take", "all");
    OrtStatus *status = eps->CreateEpDevice(self, devices[index], NULL, options, &supported[*found]);
    ort->ReleaseKeyValuePairs(options);
    CHECK(status);
    if (strncmp(((Factory *)self)->registered, "host-memory", 11) != 0) CHECK(eps->EpDevice_AddAllocatorInfo(supported[*found], device_memory));
    (*found)++;
  }
  return NULL;
}

static OrtStatus *ORT_API_CALL create_provider(
    OrtEpFactory *self, const OrtHardwareDevice *const *devices, const OrtKeyValuePairs *const *metadata, size_t count, const OrtSessionOptions *options, const OrtLogger *logger, OrtEp **created) {
  (void)devices, (void)metadata, (void)count, (void)logger;
  if (strncmp(((Factory *)self)->registered, "crash", 5) == 0) abort();
  char value[16] = "";
  size_t length = sizeof value;
  int has = 0;
  CHECK(ort->HasSessionConfigEntry(options, "ep.latbenchtest.take", &has));
  if (has) CHECK(ort->GetSessionConfigEntry(options, "ep.latbenchtest.take", value, &length));
  if (has && strcmp(value, "all") != 0 && strcmp(value, "nothing") != 0)
    return ort->CreateStatus(ORT_INVALID_ARGUMENT, "the option 'take' is neither 'all' nor 'nothing'");
  Provider *provider = calloc(1, sizeof *provider);
  provider->base.ort_version_supported = ORT_API_VERSION;
  provider->base.GetName = provider_name;
  provider->base.GetCapability = capability;
  provider->base.Compile = compile;
  provider->base.ReleaseNodeComputeInfos = release_infos;
  provider->takes_nothing = strcmp(value, "nothing") == 0;
  *created = &provider->base;
  return NULL;
}

static void ORT_API_CALL release_provider(OrtEpFactory *self, OrtEp *provider) { (void)self, free(provider); }
static bool ORT_API_CALL is_stream_aware(const OrtEpFactory *self) { return (void)self, false; }

EXPORT OrtStatus *CreateEpFactories(
    const char *registered, const OrtApiBase *base, const OrtLogger *logger, OrtEpFactory **factories, size_t most, size_t *count) {
  (void)logger, (void)most;
  ort = base->GetApi(ORT_API_VERSION);
  eps = ort->GetEpApi();
  if (strncmp(registered, "no-driver", 9) == 0) return ort->CreateStatus(ORT_FAIL, "the driver of the accelerator is not loaded");
  if (device_memory == NULL)
    CHECK(ort->CreateMemoryInfo_V2("LatBenchTest", OrtMemoryInfoDeviceType_GPU, VENDOR, 0, OrtDeviceMemoryType_DEFAULT, 0, OrtDeviceAllocator, &device_memory));
  Factory *factory = calloc(1, sizeof *factory);
  strncpy(factory->registered, registered, sizeof factory->registered - 1);
  factory->base.ort_version_supported = ORT_API_VERSION;
  factory->base.GetName = factory_name;
  factory->base.GetVendor = factory_vendor;
  factory->base.GetSupportedDevices = supported_devices;
  factory->base.CreateEp = create_provider;
  factory->base.ReleaseEp = release_provider;
  factory->base.GetVendorId = factory_vendor_id;
  factory->base.GetVersion = factory_version;
  factory->base.CreateAllocator = create_allocator;
  factory->base.ReleaseAllocator = release_allocator;
  factory->base.CreateDataTransfer = create_transfer;
  factory->base.IsStreamAware = is_stream_aware;
  factories[0] = &factory->base;
  *count = 1;
  return NULL;
}

EXPORT OrtStatus *ReleaseEpFactory(OrtEpFactory *factory) { return free(factory), NULL; }

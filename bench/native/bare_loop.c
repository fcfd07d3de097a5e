// The loop that the agent is compared with: ONNX Runtime's C API and a clock, nothing else.
//
// usage: bare_loop LIBRARY CPU
// Reads "GRAPH WEIGHTS WEIGHTS_NAME INPUTS BLOCK_NS MIN_SAMPLES MAX_SAMPLES MAX_WARM_UP" lines (paths without spaces, "-" for no weights), answers each with one line
// of nanoseconds: the clock loop beside the block, then one number a sample. INPUTS is a file with the bytes of all inputs in their order.
// Session options are those of docs/how-to/agent.md; run from rule to rule as in docs/explanation/measuring.md.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "onnxruntime_c_api.h"

#define MOST_SAMPLES 10000
#define MOST_DIMENSIONS 16
#define MOST_VALUES 64
#define MOST_WEIGHTS 64

static const OrtApi *ort;

static void fail(const char *what) {
  fprintf(stderr, "bare_loop: %s\n", what);
  exit(1);
}

static void check(OrtStatus *status) {
  if (status != NULL) fail(ort->GetErrorMessage(status));
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static void *read_file(const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) fail(path);
  fseek(file, 0, SEEK_END);
  *length = (size_t)ftell(file);
  rewind(file);
  void *bytes = malloc(*length);
  if (bytes == NULL || fread(bytes, 1, *length, file) != *length) fail(path);
  fclose(file);
  return bytes;
}

// An empty tensor of a type; NULL where its shape is not fixed, so that the runtime makes it.
static OrtValue *tensor(OrtAllocator *allocator, const OrtTypeInfo *type) {
  const OrtTensorTypeAndShapeInfo *shape;
  int64_t dimensions[MOST_DIMENSIONS];
  size_t rank;
  ONNXTensorElementDataType element;
  OrtValue *value;
  check(ort->CastTypeInfoToTensorInfo(type, &shape));
  if (shape == NULL) return NULL;
  check(ort->GetDimensionsCount(shape, &rank));
  if (rank > MOST_DIMENSIONS) fail("more dimensions than expected");
  check(ort->GetDimensions(shape, dimensions, rank));
  for (size_t index = 0; index < rank; index++)
    if (dimensions[index] < 0) return NULL;
  check(ort->GetTensorElementType(shape, &element));
  check(ort->CreateTensorAsOrtValue(allocator, dimensions, rank, element, &value));
  return value;
}

// The files of weights stay in memory, as the agent has them mapped.
static void find_weights(const char *path, void **bytes, size_t *length) {
  static struct { char path[4096]; void *bytes; size_t length; } known[MOST_WEIGHTS];
  static int count;
  int index = 0;
  while (index < count && strcmp(known[index].path, path) != 0) index++;
  if (index == count) {
    if (count == MOST_WEIGHTS) fail("more weights files than expected");
    snprintf(known[index].path, sizeof known[index].path, "%s", path);
    known[index].bytes = read_file(path, &known[index].length);
    count++;
  }
  *bytes = known[index].bytes;
  *length = known[index].length;
}

static OrtSession *open_session(OrtEnv *environment, const char *graph, const char *weights, const char *name) {
  OrtSessionOptions *options;
  check(ort->CreateSessionOptions(&options));
  check(ort->SetIntraOpNumThreads(options, 1));
  check(ort->SetInterOpNumThreads(options, 1));
  check(ort->SetSessionExecutionMode(options, ORT_SEQUENTIAL));
  check(ort->SetSessionGraphOptimizationLevel(options, ORT_ENABLE_ALL));
  check(ort->AddSessionConfigEntry(options, "session.set_denormal_as_zero", "1"));
  check(ort->AddSessionConfigEntry(options, "session.intra_op.allow_spinning", "1"));
  check(ort->AddSessionConfigEntry(options, "session.inter_op.allow_spinning", "0"));
  if (strcmp(weights, "-") != 0) {
    void *bytes;
    size_t length;
    find_weights(weights, &bytes, &length);
    check(ort->AddExternalInitializersFromFilesInMemory(options, &name, (char *const *)&bytes, &length, 1));
  }
  size_t length;
  void *bytes = read_file(graph, &length);
  OrtSession *session;
  check(ort->CreateSessionFromArray(environment, bytes, length, options, &session));
  free(bytes);
  ort->ReleaseSessionOptions(options);
  return session;
}

// The agent's clock loop: dependent steps, so that their duration tells the frequency of the core. The least of three runs.
static int64_t read_clock(void) {
  static volatile uint64_t kept = 1;
  int64_t least = INT64_MAX;
  for (int run = 0; run < 3; run++) {
    uint64_t value = kept;
    int64_t duration = now();
    for (int step = 0; step < 10000; step++) {
      value *= UINT64_C(0x9E3779B97F4A7C15);
      value ^= value >> 32;
    }
    duration = now() - duration;
    kept = value | 1;
    if (duration < least) least = duration;
  }
  return least;
}

// Over when the latest is not more than 3 % shorter than the best before it.
static int settled(const int64_t *durations, int count) {
  if (count <= 1) return 0;
  int64_t before = INT64_MAX;
  for (int index = 0; index < count - 1; index++)
    if (durations[index] < before) before = durations[index];
  return (double)durations[count - 1] >= 0.97 * (double)before;
}

// Values that the runtime makes are released before the next run makes them anew.
static inline void run(OrtSession *session, const char *const *input_names, const OrtValue *const *input_values, size_t inputs,
                       const char *const *output_names, OrtValue **output_values, const int *is_own, size_t outputs) {
  for (size_t index = 0; index < outputs; index++) {
    if (is_own[index]) continue;
    if (output_values[index] != NULL) ort->ReleaseValue(output_values[index]);
    output_values[index] = NULL;
  }

  check(ort->Run(session, NULL, input_names, input_values, inputs, output_names, outputs, output_values));
}

static void visit(OrtEnv *environment, const char *graph, const char *weights, const char *name, const char *values, int64_t block, int least, int most, int warm_up) {
  static int64_t durations[MOST_SAMPLES];
  OrtSession *session = open_session(environment, graph, weights, name);
  OrtAllocator *allocator;
  char *input_names[MOST_VALUES], *output_names[MOST_VALUES];
  OrtValue *input_values[MOST_VALUES], *output_values[MOST_VALUES];
  int is_own[MOST_VALUES];
  size_t inputs, outputs, length, used = 0;
  check(ort->GetAllocatorWithDefaultOptions(&allocator));
  check(ort->SessionGetInputCount(session, &inputs));
  check(ort->SessionGetOutputCount(session, &outputs));
  if (inputs > MOST_VALUES || outputs > MOST_VALUES) fail("more inputs or outputs than expected");
  unsigned char *bytes = read_file(values, &length);
  for (size_t index = 0; index < inputs; index++) {
    OrtTypeInfo *type;
    void *into;
    size_t size;
    check(ort->SessionGetInputName(session, index, allocator, &input_names[index]));
    check(ort->SessionGetInputTypeInfo(session, index, &type));
    if ((input_values[index] = tensor(allocator, type)) == NULL) fail("an input has no fixed shape");
    check(ort->GetTensorSizeInBytes(input_values[index], &size));
    check(ort->GetTensorMutableData(input_values[index], &into));
    if (used + size > length) fail("the file of inputs is too short");
    memcpy(into, bytes + used, size);
    used += size;
    ort->ReleaseTypeInfo(type);
  }

  free(bytes);
  for (size_t index = 0; index < outputs; index++) {
    OrtTypeInfo *type;
    check(ort->SessionGetOutputName(session, index, allocator, &output_names[index]));
    check(ort->SessionGetOutputTypeInfo(session, index, &type));
    is_own[index] = (output_values[index] = tensor(allocator, type)) != NULL;
    ort->ReleaseTypeInfo(type);
  }

#define RUN() run(session, (const char *const *)input_names, (const OrtValue *const *)input_values, inputs, (const char *const *)output_names, output_values, is_own, outputs)
  int count = 0;
  do {
    int64_t start = now();
    RUN();
    durations[count++] = now() - start;
  } while (count < warm_up && !settled(durations, count));

  count = 0;
  int64_t total = 0, clock = read_clock();
  do {
    int64_t start = now();
    RUN();
    int64_t duration = now() - start;
    durations[count++] = duration;
    total += duration;
  } while (count < most && (count < least || total < block));

  printf("%lld", (long long)((clock + read_clock()) / 2));
  for (int index = 0; index < count; index++) printf(" %lld", (long long)durations[index]);
  printf("\n");
  fflush(stdout);
  for (size_t index = 0; index < inputs; index++) {
    ort->ReleaseValue(input_values[index]);
    check(ort->AllocatorFree(allocator, input_names[index]));
  }

  for (size_t index = 0; index < outputs; index++) {
    ort->ReleaseValue(output_values[index]);
    check(ort->AllocatorFree(allocator, output_names[index]));
  }

  ort->ReleaseSession(session);
}

int main(int count, char **arguments) {
  if (count != 3) fail("usage: bare_loop LIBRARY CPU");
  cpu_set_t cpus;
  CPU_ZERO(&cpus);
  CPU_SET(atoi(arguments[2]), &cpus);
  if (sched_setaffinity(0, sizeof cpus, &cpus) != 0) fail("the CPU cannot be pinned");
  void *library = dlopen(arguments[1], RTLD_NOW);
  if (library == NULL) fail(dlerror());
  const OrtApiBase *(*base)(void) = (const OrtApiBase *(*)(void))dlsym(library, "OrtGetApiBase");
  if (base == NULL || (ort = base()->GetApi(ORT_API_VERSION)) == NULL) fail("the library is older than the header");
  OrtEnv *environment;
  check(ort->CreateEnv(ORT_LOGGING_LEVEL_FATAL, "bare", &environment));

  char graph[4096], weights[4096], name[256], values[4096];
  long long block;
  int least, most, warm_up;
  while (scanf("%4095s %4095s %255s %4095s %lld %d %d %d", graph, weights, name, values, &block, &least, &most, &warm_up) == 8) {
    if (most > MOST_SAMPLES || warm_up > MOST_SAMPLES) fail("more samples than there is room for");
    visit(environment, graph, weights, name, values, block, least, most, warm_up);
  }
  ort->ReleaseEnv(environment);
  return 0;
}

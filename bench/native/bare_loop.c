// The loop that the agent is compared with: ONNX Runtime's C API and a clock, nothing else.
//
// usage: bare_loop LIBRARY CPU
// Reads "GRAPH WEIGHTS WEIGHTS_NAME BLOCK_NS MIN_SAMPLES MAX_SAMPLES MAX_WARM_UP" lines (paths without spaces), answers each with one line
// of nanoseconds: the clock loop beside the block, then one number a sample. Session options are those of docs/agent.md; run from rule to rule as in docs/measuring.md.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "onnxruntime_c_api.h"

#define MOST_SAMPLES 10000
#define MOST_DIMENSIONS 8

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

static OrtValue *tensor(OrtAllocator *allocator, const OrtTypeInfo *type, size_t *count) {
  const OrtTensorTypeAndShapeInfo *shape;
  int64_t dimensions[MOST_DIMENSIONS];
  size_t rank;
  OrtValue *value;
  check(ort->CastTypeInfoToTensorInfo(type, &shape));
  check(ort->GetDimensionsCount(shape, &rank));
  if (rank > MOST_DIMENSIONS) fail("more dimensions than expected");
  check(ort->GetDimensions(shape, dimensions, rank));
  check(ort->GetTensorShapeElementCount(shape, count));
  check(ort->CreateTensorAsOrtValue(allocator, dimensions, rank, ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, &value));
  return value;
}

static OrtSession *open_session(OrtEnv *environment, const char *graph, const char *weights, const char *name) {
  static void *weight_bytes;
  static size_t weight_length;
  if (weight_bytes == NULL) weight_bytes = read_file(weights, &weight_length);
  OrtSessionOptions *options;
  check(ort->CreateSessionOptions(&options));
  check(ort->SetIntraOpNumThreads(options, 1));
  check(ort->SetInterOpNumThreads(options, 1));
  check(ort->SetSessionExecutionMode(options, ORT_SEQUENTIAL));
  check(ort->SetSessionGraphOptimizationLevel(options, ORT_ENABLE_ALL));
  check(ort->AddSessionConfigEntry(options, "session.set_denormal_as_zero", "1"));
  check(ort->AddSessionConfigEntry(options, "session.intra_op.allow_spinning", "1"));
  check(ort->AddSessionConfigEntry(options, "session.inter_op.allow_spinning", "0"));
  check(ort->AddExternalInitializersFromFilesInMemory(options, &name, (char *const *)&weight_bytes, &weight_length, 1));
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

static void visit(OrtEnv *environment, const char *graph, const char *weights, const char *name, int64_t block, int least, int most, int warm_up) {
  static int64_t durations[MOST_SAMPLES];
  OrtSession *session = open_session(environment, graph, weights, name);
  OrtAllocator *allocator;
  char *input_name, *output_name;
  OrtTypeInfo *input_type, *output_type;
  size_t inputs, outputs;
  check(ort->GetAllocatorWithDefaultOptions(&allocator));
  check(ort->SessionGetInputName(session, 0, allocator, &input_name));
  check(ort->SessionGetOutputName(session, 0, allocator, &output_name));
  check(ort->SessionGetInputTypeInfo(session, 0, &input_type));
  check(ort->SessionGetOutputTypeInfo(session, 0, &output_type));
  OrtValue *input = tensor(allocator, input_type, &inputs), *output = tensor(allocator, output_type, &outputs);
  float *values;
  check(ort->GetTensorMutableData(input, (void **)&values));
  uint64_t state = 201;
  for (size_t index = 0; index < inputs; index++) {
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    values[index] = (float)(2.0 * (double)(state >> 11) / 9007199254740992.0 - 1.0);
  }

  const char *const input_names[] = {input_name}, *const output_names[] = {output_name};
  const OrtValue *const input_values[] = {input};
  int count = 0;
  do {
    int64_t start = now();
    check(ort->Run(session, NULL, input_names, input_values, 1, output_names, 1, &output));
    durations[count++] = now() - start;
  } while (count < warm_up && !settled(durations, count));

  count = 0;
  int64_t total = 0, clock = read_clock();
  do {
    int64_t start = now();
    check(ort->Run(session, NULL, input_names, input_values, 1, output_names, 1, &output));
    int64_t duration = now() - start;
    durations[count++] = duration;
    total += duration;
  } while (count < most && (count < least || total < block));

  printf("%lld", (long long)((clock + read_clock()) / 2));
  for (int index = 0; index < count; index++) printf(" %lld", (long long)durations[index]);
  printf("\n");
  fflush(stdout);
  ort->ReleaseValue(input);
  ort->ReleaseValue(output);
  ort->ReleaseTypeInfo(input_type);
  ort->ReleaseTypeInfo(output_type);
  check(ort->AllocatorFree(allocator, input_name));
  check(ort->AllocatorFree(allocator, output_name));
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

  char graph[4096], weights[4096], name[256];
  long long block;
  int least, most, warm_up;
  while (scanf("%4095s %4095s %255s %lld %d %d %d", graph, weights, name, &block, &least, &most, &warm_up) == 7) {
    if (most > MOST_SAMPLES || warm_up > MOST_SAMPLES) fail("more samples than there is room for");
    visit(environment, graph, weights, name, block, least, most, warm_up);
  }
  ort->ReleaseEnv(environment);
  return 0;
}

using Google.Protobuf.Collections;
using Grpc.Core;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Resources;
using LatBench.Models;
using LatBench.Prediction;
using LatBench.SearchSpaces;
using LatBench.Storage;

namespace LatBench.Coordinator.Predictors.Serving;

/// <summary>Answers the calls that predict.</summary>
internal sealed class PredictionRequests(IStore store, SearchSpaceRegistry spaces, PredictorCatalog catalog)
{
    private const int ChunkSize = 1000;

    /// <summary>One architecture or many.</summary>
    public async Task<PredictResponse> PredictAsync(PredictRequest request, CancellationToken cancellationToken)
    {
        var served = await SelectAsync(request.Target, request.Predictor, request.SearchSpace, request.ModelConfig, cancellationToken);
        var response = new PredictResponse { Predictor = ResourceName.Predictor(served.Id), Target = served.Target, Version = served.Version };
        Fill(response.Predictions, served, request.Architectures);
        return response;
    }

    /// <summary>Every measurable architecture.</summary>
    public async Task PredictSpaceAsync(PredictSpaceRequest request, IServerStreamWriter<PredictSpaceResponse> responses, CancellationToken cancellationToken)
    {
        var served = await SelectAsync(request.Target, request.Predictor, request.SearchSpace, request.ModelConfig, cancellationToken);
        var table = await served.TableAsync().WaitAsync(cancellationToken);
        foreach (var chunk in table.Measurable.Chunk(ChunkSize))
        {
            var response = new PredictSpaceResponse { Predictor = ResourceName.Predictor(served.Id), Target = served.Target, Version = served.Version };
            response.Predictions.AddRange(chunk.Select(architecture => Message(architecture.ToString(), table[architecture])));
            await responses.WriteAsync(response, cancellationToken);
        }
    }

    /// <summary>Answers each request of a stream with one response, good or bad.</summary>
    public async Task PredictStreamAsync(IAsyncStreamReader<PredictStreamRequest> requests, IServerStreamWriter<PredictStreamResponse> responses, CancellationToken cancellationToken)
    {
        var target = "";
        await foreach (var request in requests.ReadAllAsync(cancellationToken))
        {
            if (request.Target.Length > 0)
                target = request.Target;
            await responses.WriteAsync(await AnswerAsync(request, target, cancellationToken), cancellationToken);
        }
    }

    private async Task<PredictStreamResponse> AnswerAsync(PredictStreamRequest request, string target, CancellationToken cancellationToken)
    {
        try
        {
            var served = await SelectAsync(target, request.Predictor, request.SearchSpace, request.ModelConfig, cancellationToken);
            var response = new PredictStreamResponse { Predictor = ResourceName.Predictor(served.Id), Target = served.Target, Version = served.Version };
            Fill(response.Predictions, served, request.Architectures);
            return response;
        }
        catch (RefusalException refusal)
        {
            var error = new PredictError { Reason = refusal.Reason, Message = refusal.Message };
            error.Architectures.AddRange(refusal.Violations.Select(violation => Place(violation.Field)).OfType<int>());
            return new PredictStreamResponse { Error = error };
        }
    }

    /// <summary>The predictor that is meant, if it knows what is asked.</summary>
    private async ValueTask<ServedPredictor> SelectAsync(string target, string name, string searchSpace, ModelConfig? config, CancellationToken cancellationToken)
    {
        if (name.Length == 0)
        {
            return target.Length > 0
                ? await catalog.ForTargetAsync(target, Read(config, spaces.TryGet(searchSpace, out var known) ? known : spaces.Default), cancellationToken, searchSpace)
                : throw Refusals.InvalidArgument("target", "The request names neither a target nor a predictor: give one; 'latbench predictors list' shows them.");
        }

        var served = await NamedAsync(name, target, cancellationToken);
        if (searchSpace.Length > 0 && searchSpace != served.Space.Name)
            throw PredictorRefusals.Precondition(PredictorRefusals.SearchSpaceMismatch, $"The predictor of '{served.Target}' knows the space {served.Space.Name}, not '{PredictorRefusals.Shorten(searchSpace)}': ask for architectures of {served.Space.Name}.");
        var asked = Read(config, served.Space);
        return asked is null || asked == served.Configuration ? served : throw PredictorChoice.Mismatch(served.Target, served.Configuration.ToString(), asked);
    }

    private static ModelConfiguration? Read(ModelConfig? config, ISearchSpace space) =>
        config.Validate(space, "model_config") is { Count: > 0 } faults ? throw Refusals.InvalidArgument(faults) : config?.ToDomain(space);

    private async Task<ServedPredictor> NamedAsync(string name, string target, CancellationToken cancellationToken)
    {
        var id = ResourceName.ParseNumber("predictors", name, "predictor");
        var predictor = await store.Predictors.FindAsync(id, cancellationToken)
            ?? throw Refusals.NotFound("predictor", name, $"There is no predictor {id}: see 'latbench predictors list'.");
        if (target.Length > 0 && target != predictor.Target)
            throw Refusals.InvalidArgument("predictor", $"{name} is a predictor of '{predictor.Target}', not of '{PredictorRefusals.Shorten(target)}': leave the target away, or name another predictor.");
        return await catalog.LoadAsync(predictor, cancellationToken);
    }

    private void Fill(RepeatedField<Contracts.V1.Prediction> predictions, ServedPredictor served, RepeatedField<string> asked)
    {
        var architectures = AskedArchitectures.Read(served.Space, spaces, asked);
        var predicted = served.Predict(architectures);
        predictions.Capacity = predicted.Count;
        for (var i = 0; i < predicted.Count; i++)
            predictions.Add(Message(asked[i], predicted[i]));
    }

    private static Contracts.V1.Prediction Message(string architecture, LatencyPrediction prediction) => new()
    {
        Architecture = architecture,
        LatencyMs = prediction.Latency.Milliseconds,
        LowMs = prediction.Low.Milliseconds,
        HighMs = prediction.High.Milliseconds,
    };

    private static int? Place(string field)
    {
        const string Prefix = "architectures[";
        return field.StartsWith(Prefix, StringComparison.Ordinal) && int.TryParse(field[Prefix.Length..^1], out var place) ? place : null;
    }
}

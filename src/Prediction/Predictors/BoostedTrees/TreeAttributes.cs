using LatBench.Onnx;
using LatBench.Onnx.Protos;

namespace LatBench.Prediction.Predictors.BoostedTrees;

/// <summary>Trees as the attributes of ONNX's <c>TreeEnsembleRegressor</c>: inner nodes first, then leaves.</summary>
internal static class TreeAttributes
{
    public static AttributeProto[] Of(IReadOnlyList<Tree> trees)
    {
        List<long> treeIds = [], nodeIds = [], features = [], yes = [], no = [], targetTrees = [], targetNodes = [];
        List<float> values = [], weights = [];
        List<string> modes = [];
        for (var t = 0; t < trees.Count; t++)
        {
            var tree = trees[t];
            var inner = tree.Features.Length;
            for (var node = 0; node < inner + tree.Leaves.Length; node++)
            {
                var isLeaf = node >= inner;
                treeIds.Add(t);
                nodeIds.Add(node);
                modes.Add(isLeaf ? "LEAF" : "BRANCH_LEQ");
                features.Add(isLeaf ? 0 : tree.Features[node]);
                values.Add(isLeaf ? 0 : tree.Thresholds[node]);
                yes.Add(isLeaf ? 0 : Child(tree.Left[node], inner));
                no.Add(isLeaf ? 0 : Child(tree.Right[node], inner));
                if (!isLeaf)
                    continue;
                targetTrees.Add(t);
                targetNodes.Add(node);
                weights.Add((float)tree.Leaves[node - inner]);
            }
        }

        return
        [
            Attributes.Int("n_targets", 1),
            Attributes.Ints("nodes_treeids", [.. treeIds]), Attributes.Ints("nodes_nodeids", [.. nodeIds]), Attributes.Texts("nodes_modes", [.. modes]),
            Attributes.Ints("nodes_featureids", [.. features]), Attributes.Floats("nodes_values", [.. values]),
            Attributes.Ints("nodes_truenodeids", [.. yes]), Attributes.Ints("nodes_falsenodeids", [.. no]),
            Attributes.Ints("target_treeids", [.. targetTrees]), Attributes.Ints("target_nodeids", [.. targetNodes]),
            Attributes.Ints("target_ids", new long[weights.Count]), Attributes.Floats("target_weights", [.. weights]),
        ];
    }

    private static long Child(int child, int inner) => child >= 0 ? child : inner + ~child;
}

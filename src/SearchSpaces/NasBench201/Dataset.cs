namespace LatBench.SearchSpaces.NasBench201;

/// <summary>The dataset that a network is built for: the size of its input images and the number of classes.</summary>
public enum Dataset
{
    /// <summary><c>cifar10</c>: 3×32×32, 10 classes.</summary>
    Cifar10,

    /// <summary><c>cifar100</c>: 3×32×32, 100 classes. The default everywhere.</summary>
    Cifar100,

    /// <summary><c>imagenet16-120</c>: 3×16×16, 120 classes.</summary>
    ImageNet16Dash120,
}

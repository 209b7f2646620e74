"""Random numbers for every parameter of a model, a fresh ControlNet's zeros, too; as wide as keeps signals alive."""
import torch


def random_weights(model, generator):
    """Float16 tensors by name; the model may be on the device meta."""
    tensors = {}
    for key, parameter in model.named_parameters():
        draw = torch.randn(parameter.shape, generator=generator)
        draw = draw / parameter[0].numel() ** 0.5 if parameter.dim() >= 2 else draw * 0.2 + (1 if key.endswith("weight") else 0)
        tensors[key] = draw.half()
    return tensors

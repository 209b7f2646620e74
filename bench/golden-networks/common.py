"""What the golden-data scripts of the networks share: numbers that TypeScript computes, too, and folders as diffusers writes them."""
import json
from pathlib import Path

import numpy
import torch
from safetensors.torch import save_file

ROOT = Path(__file__).resolve().parents[2] / "test" / "golden" / "networks"


def numbers(seed, *shape):
    """Uniform from -1.5 to 1.5; `fixtureNumbers` in test/golden/networks/fixture.ts gives the same ones."""
    index = numpy.arange(int(numpy.prod(shape)), dtype=numpy.uint64) + numpy.uint64(1)
    mixed = (index * numpy.uint64(2654435761) + numpy.uint64(seed) * numpy.uint64(40503)) & numpy.uint64(0xFFFFFFFF)
    mixed = ((mixed ^ (mixed >> numpy.uint64(15))) * numpy.uint64(2246822519)) & numpy.uint64(0xFFFFFFFF)
    mixed = mixed ^ (mixed >> numpy.uint64(13))
    values = (mixed >> numpy.uint64(8)).astype(numpy.float64) / 2**24 * 3 - 1.5
    return torch.from_numpy(values.astype(numpy.float32)).reshape(shape)


def redraw(model, seed, dtype=torch.float16):
    """Every parameter from a seeded normal, as wide as keeps signals alive, then rounded to what is stored."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            draw = torch.randn(parameter.shape, generator=generator)
            if parameter.dim() >= 2:
                draw = draw / (parameter[0].numel() ** 0.5) if "embedding.weight" not in name else draw
            elif name.endswith("weight"):
                draw = 1 + 0.2 * draw
            else:
                draw = 0.2 * draw
            parameter.copy_(draw.to(dtype).float())
    return model.eval()


def save(model, folder, dtype=torch.float16, **options):
    """The checkpoint as the library writes it, the values being exact in the type they are stored in."""
    folder = ROOT / folder
    copy = model.to(dtype)
    copy.save_pretrained(folder, **options)
    model.float()
    (folder / "README.md").unlink(missing_ok=True)
    config = json.loads((folder / "config.json").read_text())
    config = {key: value for key, value in config.items() if key not in ("_name_or_path", "transformers_version")}
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")


def save_expected(folder, tensors):
    save_file({name: tensor.detach().float().contiguous() for name, tensor in tensors.items()}, ROOT / folder / "expected.safetensors")

"""Builds PyTorch3D's box overlap for the CPU alone, as a module `pytorch3d_iou`: python3 operation.py PYTORCH3D FOLDER. Needs torch, a C++ compiler, ninja."""
import sys
from pathlib import Path

from torch.utils.cpp_extension import load

clone, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
folder.mkdir(parents=True, exist_ok=True)
binding = folder / "binding.cpp"
binding.write_text("""#include <torch/extension.h>
std::tuple<at::Tensor, at::Tensor> IoUBox3DCpu(const at::Tensor& boxes1, const at::Tensor& boxes2);
PYBIND11_MODULE(TORCH_EXTENSION_NAME, m) { m.def("iou_box3d", &IoUBox3DCpu); }
""")
sources = clone / "pytorch3d" / "csrc"
load("pytorch3d_iou", [str(binding), str(sources / "iou_box3d" / "iou_box3d_cpu.cpp")], extra_include_paths=[str(sources)], extra_cflags=["-O3"], build_directory=str(folder))

"""Tiny UNets and ControlNets of diffusers, and what they compute."""
import torch
from common import numbers, redraw, save, save_expected
from diffusers import ControlNetModel, UNet2DConditionModel

CROSS, PLAIN = "CrossAttnDownBlock2D", "DownBlock2D"
UP = {CROSS: "CrossAttnUpBlock2D", PLAIN: "UpBlock2D"}


def both(down, **options):
    return dict(down_block_types=down, block_out_channels=(8, 12, 16)[: len(down)], norm_num_groups=4, **options)


SHARED = {
    "sd15": both((CROSS, CROSS, PLAIN), cross_attention_dim=10, attention_head_dim=2),
    "sd21": both((CROSS, CROSS, PLAIN), cross_attention_dim=14, attention_head_dim=(1, 3, 4), use_linear_projection=True, upcast_attention=True, layers_per_block=1),
    "sdxl": both((PLAIN, CROSS, CROSS), cross_attention_dim=20, attention_head_dim=(1, 2, 4), use_linear_projection=True, transformer_layers_per_block=(1, 2, 3), layers_per_block=1,
                 addition_embed_type="text_time", addition_time_embed_dim=8, projection_class_embeddings_input_dim=58),
    "lcm": both((CROSS, PLAIN), cross_attention_dim=6, attention_head_dim=(4, 2), layers_per_block=2, resnet_time_scale_shift="scale_shift", flip_sin_to_cos=False, freq_shift=1, downsample_padding=0,
                only_cross_attention=(True, False), mid_block_scale_factor=2 ** 0.5, act_fn="mish"),
}
UNET = {"lcm": dict(time_cond_proj_dim=18, layers_per_block=(1, 2), center_input_sample=True)}
CONTROL = {
    "sd15": dict(conditioning_embedding_out_channels=(4, 6, 8, 10)),
    "sd21": dict(conditioning_embedding_out_channels=(4, 8), controlnet_conditioning_channel_order="bgr"),
    "sdxl": dict(conditioning_embedding_out_channels=(4, 6, 8), global_pool_conditions=True),
}
# batch, height, width, tokens; heights that cannot be halved twice are there on purpose
SIZES = {"sd15": (2, 8, 8, 7), "sd21": (3, 6, 10, 5), "sdxl": (2, 12, 8, 9), "lcm": (1, 5, 7, 4)}
IMAGE_FACTOR = {"sd15": 8, "sd21": 2, "sdxl": 4}
TIMESTEPS = (999.0, 41.0, 500.5)
FILES = {"sd15": dict(dtype=torch.float16), "sd21": dict(dtype=torch.bfloat16), "sdxl": dict(dtype=torch.float16, max_shard_size="40KB"), "lcm": dict(dtype=torch.float32)}
SCALE = 0.8

for name, shared in SHARED.items():
    stored = FILES[name]
    unet = redraw(UNet2DConditionModel(up_block_types=tuple(UP[block] for block in reversed(shared["down_block_types"])), **{**shared, **UNET.get(name, {})}), 1, stored["dtype"])
    save(unet, f"unet/{name}", **stored)
    batch, height, width, tokens = SIZES[name]
    inputs = dict(
        sample=numbers(1, batch, 4, height, width),
        timestep=torch.tensor(TIMESTEPS[:batch]),
        encoder_hidden_states=numbers(2, batch, tokens, shared["cross_attention_dim"]),
    )
    if name == "sdxl":
        inputs["added_cond_kwargs"] = dict(text_embeds=numbers(3, batch, 10), time_ids=100 * (numbers(4, batch, 6) + 2))
    with torch.no_grad():
        guidance = dict(timestep_cond=numbers(5, batch, 18)) if name == "lcm" else {}
        save_expected(f"unet/{name}", {"out": unet(**inputs, **guidance).sample})
        if name not in CONTROL:
            continue
        control = redraw(ControlNetModel(**shared, **CONTROL[name]), 2, stored["dtype"])
        save(control, f"controlnet/{name}", **stored)
        image = numbers(6, batch, 3, height * IMAGE_FACTOR[name], width * IMAGE_FACTOR[name]) / 3 + 0.5
        result, guessed = (control(**inputs, controlnet_cond=image, conditioning_scale=SCALE, guess_mode=guess) for guess in (False, True))
        controlled = unet(**inputs, down_block_additional_residuals=result.down_block_res_samples, mid_block_additional_residual=result.mid_block_res_sample).sample
        outputs = {f"down_{index}": value for index, value in enumerate(result.down_block_res_samples)}
        outputs |= {"middle": result.mid_block_res_sample, "guess_down_0": guessed.down_block_res_samples[0], "guess_middle": guessed.mid_block_res_sample, "controlled": controlled}
        save_expected(f"controlnet/{name}", outputs)

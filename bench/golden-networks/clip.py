"""Tiny text encoders of transformers, and what they compute."""
import torch
from common import redraw, save, save_expected
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

END = 59
CONFIGS = {
    "sd15": (CLIPTextModel, dict(hidden_size=8, intermediate_size=12, num_hidden_layers=3, num_attention_heads=2, hidden_act="quick_gelu", eos_token_id=2)),
    "sd21": (CLIPTextModel, dict(hidden_size=12, intermediate_size=20, num_hidden_layers=2, num_attention_heads=3, hidden_act="gelu", eos_token_id=END)),
    "bigg": (CLIPTextModelWithProjection, dict(hidden_size=8, intermediate_size=16, num_hidden_layers=3, num_attention_heads=1, hidden_act="gelu", projection_dim=6, eos_token_id=END, layer_norm_eps=1e-4)),
}


def tokens(batch, length):
    """Begin, some words, end, and ends (SD 1.x) up to the length."""
    rows = []
    for row in range(batch):
        words = [(row * 7 + index * 13) % 50 for index in range(3 + 5 * row)]
        rows.append(([58] + words + [END] * length)[:length])
    return torch.tensor(rows)


if __name__ != "__main__":
    CONFIGS = {}
for name, (model_class, options) in CONFIGS.items():
    config = CLIPTextConfig(vocab_size=60, max_position_embeddings=20, bos_token_id=58, pad_token_id=1, **options)
    model = redraw(model_class(config), 5)
    save(model, f"clip-text/{name}")
    with torch.no_grad():
        result = model(tokens(3, 20), output_hidden_states=True)
    final = (model.text_model if hasattr(model, "text_model") else model).final_layer_norm
    expected = {
        "normalized": result.last_hidden_state,
        "normalized_skip_1": final(result.hidden_states[-2]),
        "penultimate": result.hidden_states[-2],
        "penultimate_skip_1": result.hidden_states[-3],
        "pooled": result.text_embeds if model_class is CLIPTextModelWithProjection else result.pooler_output,
    }
    save_expected(f"clip-text/{name}", expected)

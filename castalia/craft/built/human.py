"""The human body: its parts in each pose."""

from __future__ import annotations

import numpy as np

from castalia.craft.built.shapes import Array, Shape, ball, ovals, tube

# Ankle, knee and hip of each leg, and shoulder, elbow and hand of each arm, in body heights; the left side first.
POSES: tuple[dict[str, Array], ...] = (
    {
        "legs": np.array(
            [
                [[-0.062, 0.035, 0.005], [-0.058, 0.27, 0.012], [-0.05, 0.5, 0]],
                [[0.066, 0.035, 0.02], [0.06, 0.27, 0.02], [0.05, 0.5, 0]],
            ]
        ),
        "arms": np.array(
            [
                [[-0.112, 0.81, 0], [-0.15, 0.63, -0.012], [-0.145, 0.47, 0.035]],
                [[0.112, 0.81, 0], [0.15, 0.63, -0.012], [0.145, 0.47, 0.035]],
            ]
        ),
    },
    {
        "legs": np.array(
            [
                [[-0.055, 0.04, 0.14], [-0.055, 0.28, 0.10], [-0.05, 0.5, 0]],
                [[0.055, 0.05, -0.15], [0.055, 0.27, -0.02], [0.05, 0.5, 0]],
            ]
        ),
        "arms": np.array(
            [
                [[-0.112, 0.81, 0], [-0.14, 0.64, -0.07], [-0.13, 0.5, -0.02]],
                [[0.112, 0.81, 0], [0.14, 0.64, 0.05], [0.13, 0.54, 0.14]],
            ]
        ),
    },
    {
        "legs": np.array(
            [
                [[-0.07, 0.035, 0.0], [-0.062, 0.27, 0.012], [-0.05, 0.5, 0]],
                [[0.075, 0.035, 0.05], [0.065, 0.27, 0.05], [0.05, 0.5, 0]],
            ]
        ),
        "arms": np.array(
            [
                [[-0.112, 0.81, 0], [-0.155, 0.64, 0.0], [-0.14, 0.48, 0.04]],
                [[0.112, 0.81, 0], [0.175, 0.67, 0.06], [0.2, 0.74, 0.16]],
            ]
        ),
    },
)


def body(height: float, pose: int) -> dict[str, Shape]:
    """The parts of a standing human by name: limbs, torso, neck, head, hair and what a face has."""
    parts = {**_limbs(pose), **_trunk()}
    return {name: sum(shapes[1:], shapes[0]).scaled(height) for name, shapes in parts.items()}


def _limbs(pose: int) -> dict[str, list[Shape]]:
    """Legs, boots, arms and hands of a human one metre tall, in one of the poses."""
    limbs = POSES[pose % len(POSES)]
    legs, boots, arms, hands = [], [], [], []
    for ankle, knee, hip in limbs["legs"]:
        legs.append(
            tube(
                np.array([ankle, (ankle + knee) / 2 + [0, 0.02, -0.008], knee, (knee + hip) / 2, hip + [0, 0.03, 0]]),
                [0.026, 0.034, 0.034, 0.046, 0.052],
                8,
            )
        )
        toe = ankle + np.array([0.006 * np.sign(ankle[0]), -0.018, 0.085])
        boots.append(
            tube(
                np.array([ankle + [0, 0.12, 0], ankle + [0, 0.02, 0], ankle + [0, -0.01, 0.02], toe]),
                [0.036, 0.032, 0.033, 0.022],
                7,
            )
        )
    for shoulder, elbow, wrist in limbs["arms"]:
        inward = shoulder * np.array([0.78, 1.005, 1])
        arms.append(
            tube(
                np.array([inward, shoulder, (shoulder + elbow) / 2, elbow, wrist]),
                [0.036, 0.04, 0.032, 0.027, 0.021],
                7,
            )
        )
        reach = (wrist - elbow) / np.linalg.norm(wrist - elbow)
        hands.append(
            tube(
                np.array([wrist - reach * 0.01, wrist + reach * 0.03, wrist + reach * 0.062]),
                [0.016, 0.023, 0.012],
                6,
                flatten=0.7,
            )
        )
    return {"legs": legs, "boots": boots, "arms": arms, "hands": hands}


def _trunk() -> dict[str, list[Shape]]:
    """Torso, neck, head and hair of a human one metre tall."""
    torso = ovals(
        [
            (0.47, 0.075, 0.055, 0),
            (0.51, 0.094, 0.066, 0),
            (0.57, 0.086, 0.058, 0),
            (0.64, 0.08, 0.054, 0.002),
            (0.72, 0.1, 0.064, 0.004),
            (0.785, 0.112, 0.06, 0),
            (0.825, 0.092, 0.046, -0.004),
            (0.85, 0.04, 0.034, -0.002),
        ],
        12,
    )
    neck = tube([[0, 0.82, -0.004], [0, 0.88, 0.004]], [0.032, 0.029], 8)
    head = ovals(
        [
            (0.862, 0.026, 0.03, 0.018),
            (0.878, 0.038, 0.046, 0.014),
            (0.91, 0.045, 0.054, 0.01),
            (0.945, 0.047, 0.057, 0.004),
            (0.975, 0.04, 0.05, 0.0),
            (0.995, 0.02, 0.027, -0.004),
        ],
        10,
    )
    nose = tube([[0, 0.93, 0.058], [0, 0.912, 0.075]], [0.008, 0.011], 5)
    hair = ovals(
        [
            (0.885, 0.03, 0.028, -0.034),
            (0.92, 0.048, 0.04, -0.022),
            (0.955, 0.053, 0.054, -0.006),
            (0.985, 0.045, 0.052, -0.004),
            (1.005, 0.02, 0.026, -0.006),
        ],
        10,
    )
    ears = [ball(0.012, 6, 4).scaled(0.5, 1.2, 0.9).moved(side * 0.047, 0.922, 0.0) for side in (-1, 1)]
    return {"torso": [torso], "neck": [neck], "head": [head, nose, *ears], "hair": [hair], **_features()}


def _features() -> dict[str, list[Shape]]:
    """Eyes, brows and mouth, a little proud of the face."""
    eyes, brows = [], []
    for side in (-1, 1):
        eyes.append(ball(0.005, 7, 5).scaled(1.15, 1.0, 0.7).moved(side * 0.0185, 0.928, 0.0585))
        brow = [[side * 0.009, 0.942, 0.0625], [side * 0.02, 0.944, 0.0595], [side * 0.03, 0.94, 0.0525]]
        brows.append(tube(brow, [0.0022, 0.0032, 0.0015], 5))
    mouth = tube([[-0.012, 0.8925, 0.0565], [0.0, 0.891, 0.0605], [0.012, 0.8925, 0.0565]], [0.0014, 0.003, 0.0014], 5)
    return {"eyes": eyes, "brows": brows, "mouth": [mouth]}

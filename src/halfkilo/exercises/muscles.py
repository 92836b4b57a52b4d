"""The muscles an exercise may name: one fixed list, so figure, filters and coverage checks speak of the same ones."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Muscle(StrEnum):
    """Anatomical names. The heart is here because cardio trains it."""

    QUADRICEPS = "quadriceps"
    HAMSTRINGS = "hamstrings"
    GLUTEUS_MAXIMUS = "gluteus_maximus"
    GLUTEUS_MEDIUS = "gluteus_medius"
    HIP_ADDUCTORS = "hip_adductors"
    HIP_FLEXORS = "hip_flexors"
    HIP_EXTERNAL_ROTATORS = "hip_external_rotators"
    HIP_INTERNAL_ROTATORS = "hip_internal_rotators"
    GASTROCNEMIUS = "gastrocnemius"
    SOLEUS = "soleus"
    TIBIALIS_ANTERIOR = "tibialis_anterior"
    ERECTOR_SPINAE = "erector_spinae"
    MULTIFIDUS = "multifidus"
    TRANSVERSUS_ABDOMINIS = "transversus_abdominis"
    RECTUS_ABDOMINIS = "rectus_abdominis"
    OBLIQUES = "obliques"
    QUADRATUS_LUMBORUM = "quadratus_lumborum"
    PELVIC_FLOOR = "pelvic_floor"
    DIAPHRAGM = "diaphragm"
    LATISSIMUS_DORSI = "latissimus_dorsi"
    RHOMBOIDS = "rhomboids"
    TRAPEZIUS_UPPER = "trapezius_upper"
    TRAPEZIUS_MIDDLE = "trapezius_middle"
    TRAPEZIUS_LOWER = "trapezius_lower"
    SERRATUS_ANTERIOR = "serratus_anterior"
    PECTORALIS_MAJOR = "pectoralis_major"
    DELTOID_ANTERIOR = "deltoid_anterior"
    DELTOID_LATERAL = "deltoid_lateral"
    DELTOID_POSTERIOR = "deltoid_posterior"
    SUPRASPINATUS = "supraspinatus"
    INFRASPINATUS = "infraspinatus"
    TERES_MINOR = "teres_minor"
    SUBSCAPULARIS = "subscapularis"
    BICEPS_BRACHII = "biceps_brachii"
    BRACHIALIS = "brachialis"
    TRICEPS_BRACHII = "triceps_brachii"
    FOREARM_FLEXORS = "forearm_flexors"
    FOREARM_EXTENSORS = "forearm_extensors"
    DEEP_NECK_FLEXORS = "deep_neck_flexors"
    NECK_EXTENSORS = "neck_extensors"
    HEART = "heart"


_M = Muscle

PLAIN: Mapping[Muscle, str] = MappingProxyType({
    _M.QUADRICEPS: "front of the thigh",
    _M.HAMSTRINGS: "back of the thigh",
    _M.GLUTEUS_MAXIMUS: "buttocks",
    _M.GLUTEUS_MEDIUS: "side of the hip",
    _M.HIP_ADDUCTORS: "inner thigh",
    _M.HIP_FLEXORS: "front of the hip",
    _M.HIP_EXTERNAL_ROTATORS: "deep hip, turning out",
    _M.HIP_INTERNAL_ROTATORS: "deep hip, turning in",
    _M.GASTROCNEMIUS: "calf",
    _M.SOLEUS: "lower calf",
    _M.TIBIALIS_ANTERIOR: "shin",
    _M.ERECTOR_SPINAE: "long back muscles",
    _M.MULTIFIDUS: "small muscles along the spine",
    _M.TRANSVERSUS_ABDOMINIS: "deep belly",
    _M.RECTUS_ABDOMINIS: "front of the belly",
    _M.OBLIQUES: "side of the belly",
    _M.QUADRATUS_LUMBORUM: "side of the low back",
    _M.PELVIC_FLOOR: "pelvic floor",
    _M.DIAPHRAGM: "breathing muscle",
    _M.LATISSIMUS_DORSI: "side of the back",
    _M.RHOMBOIDS: "between the shoulder blades",
    _M.TRAPEZIUS_UPPER: "top of the shoulders",
    _M.TRAPEZIUS_MIDDLE: "middle of the upper back",
    _M.TRAPEZIUS_LOWER: "below the shoulder blades",
    _M.SERRATUS_ANTERIOR: "side of the ribs",
    _M.PECTORALIS_MAJOR: "chest",
    _M.DELTOID_ANTERIOR: "front of the shoulder",
    _M.DELTOID_LATERAL: "side of the shoulder",
    _M.DELTOID_POSTERIOR: "back of the shoulder",
    _M.SUPRASPINATUS: "top of the shoulder joint",
    _M.INFRASPINATUS: "back of the shoulder joint",
    _M.TERES_MINOR: "lower back of the shoulder joint",
    _M.SUBSCAPULARIS: "front of the shoulder joint",
    _M.BICEPS_BRACHII: "front of the upper arm",
    _M.BRACHIALIS: "deep front of the upper arm",
    _M.TRICEPS_BRACHII: "back of the upper arm",
    _M.FOREARM_FLEXORS: "forearm, gripping side",
    _M.FOREARM_EXTENSORS: "forearm, back of the hand side",
    _M.DEEP_NECK_FLEXORS: "deep front of the neck",
    _M.NECK_EXTENSORS: "back of the neck",
    _M.HEART: "heart and lungs",
})
"""What a person reads, in English."""

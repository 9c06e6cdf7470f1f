"""tifalint finds what machine translation did to Chinese state media in English."""

__version__ = "0.1.0"

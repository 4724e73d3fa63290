"""Tests of the verdict on images."""

"""Waybill: a registry of OpenAPI descriptions that knows what each field means, where it goes, and what breaks."""

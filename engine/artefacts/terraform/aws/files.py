"""Files: buckets in each region, and the delivery network before all of them."""

from __future__ import annotations

from collections.abc import Iterator

from engine.artefacts.case import Case
from engine.artefacts.terraform.figures import media
from engine.artefacts.terraform.hcl import Block, Raw, inner, resource


def files(case: Case) -> Iterator[Block]:
    if case.chosen("object_storage") != "s3":
        return
    bucket = {"bucket": Raw("aws_s3_bucket.files.id")}
    yield resource(
        "aws_s3_bucket",
        "files",
        {"bucket": f"{case.name}-files-" + "${var.region}"},
        f"{case.shown('object_data')} of files after {case.shown('retention')}",
    )
    yield resource("aws_s3_bucket_versioning", "files", {**bucket, "versioning_configuration": inner(status="Enabled")})
    blocked = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
    yield resource("aws_s3_bucket_public_access_block", "files", {**bucket, **dict.fromkeys(blocked, True)})
    rule = inner(
        id="old",
        status="Enabled",
        filter=inner(),
        transition=inner(days=30, storage_class="INTELLIGENT_TIERING"),
        noncurrent_version_expiration=inner(noncurrent_days=35),
        abort_incomplete_multipart_upload=inner(days_after_initiation=2),
    )
    yield resource("aws_s3_bucket_lifecycle_configuration", "files", {**bucket, "rule": rule})


def edge(case: Case) -> Iterator[Block]:
    """What there is once, before all regions."""
    if case.chosen("cdn") != "third_party":
        return
    first = f"module.{case.places[0].replace('-', '_')}"
    origins = [
        Block(
            "origin",
            (),
            {
                "origin_id": "application",
                "domain_name": "origin.api.example",
                "custom_origin_config": inner(
                    http_port=80, https_port=443, origin_protocol_policy="https-only", origin_ssl_protocols=["TLSv1.2"]
                ),
            },
        )
    ]
    if case.chosen("object_storage") == "s3":
        body = {
            "origin_id": "files",
            "domain_name": Raw(f"{first}.files_domain"),
            "origin_access_control_id": Raw("aws_cloudfront_origin_access_control.files.id"),
        }
        origins.append(Block("origin", (), body))
        control = {
            "name": f"{case.name}-files",
            "origin_access_control_origin_type": "s3",
            "signing_behavior": "always",
            "signing_protocol": "sigv4",
        }
        yield resource("aws_cloudfront_origin_access_control", "files", control)
    target = "files" if case.chosen("object_storage") == "s3" else "application"
    behaviour = {
        "target_origin_id": target,
        "viewer_protocol_policy": "redirect-to-https",
        "allowed_methods": ["GET", "HEAD", "OPTIONS"],
        "cached_methods": ["GET", "HEAD"],
        "compress": True,
        "cache_policy_id": Raw("data.aws_cloudfront_cache_policy.optimised.id"),
    }
    yield Block("data", ("aws_cloudfront_cache_policy", "optimised"), {"name": "Managed-CachingOptimized"})
    yield resource(
        "aws_cloudfront_distribution",
        "main",
        {
            "enabled": True,
            "http_version": "http2and3",
            "price_class": "PriceClass_All" if case.regions > 1 else "PriceClass_100",
            "origins": origins,
            "default_cache_behavior": Block("", (), behaviour),
            "restrictions": inner(geo_restriction=inner(restriction_type="none")),
            "viewer_certificate": inner(cloudfront_default_certificate=True),
        },
        media(case),
    )


def outputs(case: Case) -> Iterator[Block]:
    if case.chosen("object_storage") == "s3":
        yield Block("output", ("files_domain",), {"value": Raw("aws_s3_bucket.files.bucket_regional_domain_name")})
    if case.chosen("compute_platform") in ("containers_managed", "vms", "bare_metal"):
        yield Block("output", ("address",), {"value": Raw("aws_lb.main.dns_name")})

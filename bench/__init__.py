"""What forerun's speed is measured with: ``make bench`` prints one table of measured values and goals."""

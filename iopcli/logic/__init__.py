"""Yes, no and unknown, and conditions over answers. Pure: no care, no files, no clock."""

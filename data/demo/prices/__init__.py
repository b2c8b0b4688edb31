"""What the commerce department of the simulated prefecture reports of abnormal prices and supply."""

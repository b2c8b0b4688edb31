"""The door: sign-in gate, security headers, warm-up, Streamlit's own words in Chinese."""

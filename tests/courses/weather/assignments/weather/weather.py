# %% [markdown]
# # Temperatures

# %%
import math


# %% exercise="to_celsius"
def to_celsius(fahrenheit):
    """Return a temperature in degrees Celsius; nan stays nan."""
    # YOUR CODE HERE
    raise NotImplementedError()


# %% exercise="warmest"
def warmest(days):
    """Return the name of the warmest day in a dict of temperatures; nan is no temperature."""
    # YOUR CODE HERE
    raise NotImplementedError()

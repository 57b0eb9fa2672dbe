# %% [markdown]
# # Temperatures

# %%
import math


# %% exercise="to_celsius"
def to_celsius(fahrenheit):
    """Return a temperature in degrees Celsius; nan stays nan."""
    ### BEGIN SOLUTION
    return (fahrenheit - 32) / 1.8
    ### END SOLUTION


# %% exercise="warmest"
def warmest(days):
    """Return the name of the warmest day in a dict of temperatures; nan is no temperature."""
    ### BEGIN SOLUTION
    known = {day: value for day, value in days.items() if not math.isnan(value)}
    return max(known, key=known.get)
    ### END SOLUTION

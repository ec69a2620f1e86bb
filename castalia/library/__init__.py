"""Large optional parts that no wheel carries: found on the system, else fetched once into the user's own cache."""

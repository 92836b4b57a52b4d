"""Where everything is."""
from django.urls import path
urlpatterns = []
